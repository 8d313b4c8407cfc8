namespace SongGenre.Data;

/// <summary>Draws values with given weights.</summary>
internal sealed class WeightedDraw<T>
{
    private readonly T[] values;
    private readonly double[] sums;

    public WeightedDraw((T Value, double Weight)[] choices)
    {
        values = [.. choices.Select(choice => choice.Value)];
        sums = new double[choices.Length];
        var sum = 0.0;
        for (var i = 0; i < sums.Length; i++) sums[i] = sum += Math.Max(0, choices[i].Weight);
    }

    public int Count => values.Length;

    public T Next(Random random)
    {
        var found = Array.BinarySearch(sums, random.NextDouble() * sums[^1]);
        return values[Math.Min(found < 0 ? ~found : found + 1, values.Length - 1)];
    }
}
