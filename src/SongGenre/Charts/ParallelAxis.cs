using System.Globalization;

namespace SongGenre.Charts;

/// <summary>One of the upright axes of parallel coordinates.</summary>
/// <param name="Name">What stands above it.</param>
/// <param name="Values">A value per line; NaN is missing. With <paramref name="Words"/> each is the index of a word.
/// </param>
/// <param name="Words">What the places of the axis are called, from below; null for an axis of numbers.</param>
public sealed record ParallelAxis(string Name, IReadOnlyList<double> Values, IReadOnlyList<string>? Words = null)
{
    private const int Steps = 4;

    // Apart from the lowest value, so that nobody takes a missing one for it.
    private const double MissingPlace = -0.14;

    /// <summary>An axis of texts: of numbers where all are, else of words, numbers first and in their order.</summary>
    /// <param name="name">What stands above it.</param>
    /// <param name="texts">A text per line; empty is missing.</param>
    public static ParallelAxis Of(string name, IReadOnlyList<string> texts)
    {
        double[] numbers = [.. texts.Select(Number)];
        if (texts.Index().All(text => text.Item.Length == 0 || double.IsFinite(numbers[text.Index])))
            return new(name, numbers);
        List<string> words =
        [
            .. texts.Where(text => text.Length > 0).Distinct()
                .OrderBy(text => double.IsNaN(Number(text))).ThenBy(Number)
                .ThenBy(text => text, StringComparer.Ordinal),
        ];
        return new(name, [.. texts.Select(text => text.Length > 0 ? words.IndexOf(text) : double.NaN)], words);

        static double Number(string text) => double.TryParse(
            text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : double.NaN;
    }

    /// <summary>Where each line crosses the axis: 0 at its foot, 1 at its head, below 0 where the value is missing.
    /// </summary>
    internal double[] Places() => [.. Values.Select(value => double.IsFinite(value) ? Place(value) : MissingPlace)];

    /// <summary>The axis's marks and their places.</summary>
    internal List<(double Place, string Text)> Ticks()
    {
        List<(double, string)> ticks = Values.All(double.IsFinite) ? [] : [(MissingPlace, Numbers.Missing)];
        var (low, high) = Range();
        if (Words is not null)
            ticks.AddRange(Words.Select((word, i) => (Place(i), word)));
        else if (low == high)
            ticks.Add((Place(low), Numbers.Text(low)));
        else
            ticks.AddRange(Enumerable.Range(0, Steps + 1)
                .Select(step => ((double)step / Steps, Numbers.Text(low + ((high - low) * step / Steps)))));
        return ticks;
    }

    private double Place(double value) => Range() is var (low, high) && low < high ? (value - low) / (high - low) : 0.5;

    private (double Low, double High) Range()
    {
        if (Words is not null) return (0, Words.Count - 1);
        double[] finite = [.. Values.Where(double.IsFinite).DefaultIfEmpty(0)];
        return (finite.Min(), finite.Max());
    }
}
