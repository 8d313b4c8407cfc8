namespace SongGenre.Charts;

public sealed partial class Chart
{
    /// <summary>A matrix as coloured cells with numbers: a confusion matrix, correlations.</summary>
    /// <param name="values">rows × columns; NaN leaves a grey cell.</param>
    /// <param name="rowLabels">One per row, the first on top.</param>
    /// <param name="columnLabels">One per column.</param>
    /// <param name="title">What is shown.</param>
    /// <param name="rowAxis">The rows' meaning.</param>
    /// <param name="columnAxis">The columns' meaning.</param>
    /// <param name="scale">What the colours mean, with its unit.</param>
    /// <param name="finding">What the chart says, in a sentence.</param>
    /// <param name="cellFormat">.NET number format of the numbers in the cells; "" writes none, and an empty last section
    /// ("0.00;-0.00;''") leaves zeros out. Default "0.00".</param>
    /// <param name="diverging">Whether zero is the colours' middle (blue below, red above) instead of their paler end.</param>
    /// <param name="range">Values of the first and last colour; by default the smallest and the largest (0 instead of
    /// the smallest if that is positive and below four fifths of the largest), or both at the largest distance from zero when <paramref name="diverging"/>.</param>
    /// <exception cref="ArgumentException">Nothing to draw, or the labels don't fit the matrix.</exception>
    public static Chart Heatmap(
        double[,] values,
        IReadOnlyList<string> rowLabels,
        IReadOnlyList<string> columnLabels,
        string title,
        string rowAxis,
        string columnAxis,
        string scale,
        string finding,
        string cellFormat = "0.00",
        bool diverging = false,
        (double Low, double High)? range = null)
    {
        RequireSome(values.Length, nameof(values));
        RequireLength(values.GetLength(0), rowLabels.Count, nameof(rowLabels));
        RequireLength(values.GetLength(1), columnLabels.Count, nameof(columnLabels));
        var marks = new HeatmapMarks(values, rowLabels, columnLabels)
        {
            CellFormat = cellFormat,
            Scale = scale,
            Colors = diverging ? Palette.Diverging : Palette.Sequential,
            Range = range ?? RangeOf(values, diverging),
        };
        return new(new(title, columnAxis, rowAxis, finding), marks, Math.Clamp(210 + (rowLabels.Count * 30), 320, 1200));
    }

    private static (double Low, double High) RangeOf(double[,] values, bool diverging)
    {
        var finite = values.Cast<double>().Where(double.IsFinite).DefaultIfEmpty(0).ToArray();
        var far = finite.Max(Math.Abs) is var distance and > 0 ? distance : 1;
        return diverging ? (-far, far)
            : finite.Max() > Low() ? (Low(), finite.Max())
            : (finite.Min(), finite.Min() + 1);

        // Scores that all lie near 0.95 would all have the colour of 0.95.
        double Low() => finite.Min() < 0.8 * finite.Max() ? Math.Min(finite.Min(), 0) : finite.Min();
    }
}
