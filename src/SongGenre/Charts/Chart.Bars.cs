namespace SongGenre.Charts;

public sealed partial class Chart
{
    /// <summary>Horizontal bars in the order given, the first on top.</summary>
    /// <param name="labels">One label per bar.</param>
    /// <param name="values">One value per bar; NaN leaves a gap.</param>
    /// <param name="title">What is shown.</param>
    /// <param name="valueAxis">The values' meaning and unit.</param>
    /// <param name="finding">What the chart says, in a sentence.</param>
    /// <param name="labelAxis">The labels' meaning; none by default.</param>
    /// <param name="labelFormat">.NET number format of the numbers at the bars' ends ("N0", "0.000"); null: no numbers.</param>
    /// <param name="highlight">Labels of the bars drawn in the accent colour; the others turn grey. Null: all alike.</param>
    /// <param name="intervals">Ends of one error bar per bar, on the values' scale, such as a confidence interval.</param>
    /// <exception cref="ArgumentException">Nothing to draw, or the lengths differ.</exception>
    public static Chart Bar(
        IReadOnlyList<string> labels,
        IReadOnlyList<double> values,
        string title,
        string valueAxis,
        string finding,
        string labelAxis = "",
        string? labelFormat = null,
        IReadOnlyCollection<string>? highlight = null,
        IReadOnlyList<(double Low, double High)>? intervals = null)
    {
        RequireSome(labels.Count, nameof(labels));
        RequireLength(values.Count, labels.Count, nameof(values));
        if (intervals is not null)
            RequireLength(intervals.Count, labels.Count, nameof(intervals));
        var marks = new BarMarks(labels, [("", [.. values])])
        {
            LabelFormat = labelFormat,
            Intervals = intervals,
            Colors = highlight is null ? null
                : [.. labels.Select(label => highlight.Contains(label) ? Palette.Accent : Palette.Muted)],
        };
        return new(new(title, valueAxis, labelAxis, finding), marks, HeightOf(labels, 26));
    }

    /// <summary>Horizontal bars of several series, side by side within each label.</summary>
    /// <param name="labels">One label per group of bars, the first on top.</param>
    /// <param name="series">Name and values (one per label; NaN leaves a gap) of each series; eight at most.</param>
    /// <param name="title">What is shown.</param>
    /// <param name="valueAxis">The values' meaning and unit.</param>
    /// <param name="finding">What the chart says, in a sentence.</param>
    /// <param name="labelAxis">The labels' meaning; none by default.</param>
    /// <param name="labelFormat">.NET number format of the numbers at the bars' ends; null: no numbers.</param>
    /// <exception cref="ArgumentException">Nothing to draw, the lengths differ, or there are more than eight series.</exception>
    public static Chart GroupedBar(
        IReadOnlyList<string> labels,
        IEnumerable<(string Name, double[] Values)> series,
        string title,
        string valueAxis,
        string finding,
        string labelAxis = "",
        string? labelFormat = null)
    {
        var all = CheckedSeries(labels, series);
        return new(
            new(title, valueAxis, labelAxis, finding),
            new BarMarks(labels, all) { LabelFormat = labelFormat },
            HeightOf(labels, 14 + (all.Length * 14)));
    }

    /// <summary>A dot per label and series on an axis that fits the values: scores that differ little, with their confidence
    /// intervals. Bars, which must start at zero, would hide the differences.</summary>
    /// <param name="labels">One label per row, the first on top.</param>
    /// <param name="series">Name and values (one per label; NaN leaves a gap) of each series; eight at most. A single series
    /// needs no name.</param>
    /// <param name="title">What is shown.</param>
    /// <param name="valueAxis">The values' meaning and unit.</param>
    /// <param name="finding">What the chart says, in a sentence.</param>
    /// <param name="labelAxis">The labels' meaning; none by default.</param>
    /// <param name="intervals">Ends of each dot's error bar, series × labels, on the values' scale.</param>
    /// <exception cref="ArgumentException">Nothing to draw, the lengths differ, or there are more than eight series.</exception>
    public static Chart Dots(
        IReadOnlyList<string> labels,
        IEnumerable<(string Name, double[] Values)> series,
        string title,
        string valueAxis,
        string finding,
        string labelAxis = "",
        IReadOnlyList<IReadOnlyList<(double Low, double High)>>? intervals = null)
    {
        var all = CheckedSeries(labels, series);
        if (intervals is not null && (intervals.Count != all.Length || intervals.Any(one => one.Count != labels.Count)))
            throw new ArgumentException("one interval per series and label is needed", nameof(intervals));
        return new(
            new(title, valueAxis, labelAxis, finding),
            new DotMarks(labels, all) { Intervals = intervals },
            HeightOf(labels, 16 + (all.Length * 14)));
    }

    private static (string Name, double[] Values)[] CheckedSeries(
        IReadOnlyList<string> labels, IEnumerable<(string Name, double[] Values)> series)
    {
        var all = series.ToArray();
        RequireSome(labels.Count * all.Length, nameof(series));
        if (all.Length > 8)
            throw new ArgumentException("more than eight series can't be told apart", nameof(series));
        foreach (var one in all)
            RequireLength(one.Values.Length, labels.Count, one.Name);
        return all;
    }

    /// <summary>A height at which no row is thinner than <paramref name="row"/> pixels or than its label's lines.</summary>
    private static int HeightOf(IReadOnlyList<string> labels, int row)
    {
        var lines = labels.Max(label => Labels.Lines(label, Labels.AxisWidth).Count);
        return Math.Clamp(110 + (labels.Count * Math.Max(row, 16 * lines)), 240, 1200);
    }
}
