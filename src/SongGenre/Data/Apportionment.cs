namespace SongGenre.Data;

/// <summary>Whole numbers that stand for exact shares.</summary>
internal static class Apportionment
{
    /// <summary>
    /// Rounds each number down or up so that the results add up to the rounded sum of all: the method of largest
    /// remainders, the earlier number first where two are equal.
    /// </summary>
    public static int[] Round(double[] exact)
    {
        var whole = exact.Select(number => (int)Math.Floor(number)).ToArray();
        var rest = (int)Math.Round(exact.Sum()) - whole.Sum();
        foreach (var i in Enumerable.Range(0, exact.Length).OrderByDescending(i => exact[i] - whole[i]).Take(rest)) whole[i]++;
        return whole;
    }
}
