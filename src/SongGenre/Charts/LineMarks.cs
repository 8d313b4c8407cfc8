using Newtonsoft.Json.Linq;
using ScottPlot;
using Plotly = XPlot.Plotly;

namespace SongGenre.Charts;

/// <summary>Lines, points, or filled outlines over two numerical axes.</summary>
internal sealed class LineMarks(IReadOnlyList<(string Name, double[] X, double[] Y)> series) : Marks
{
    private const string Chance = "chance";

    private static readonly double[] Unit = [0, 1];
    private static readonly double[] UnitAndRim = [0, 1.01];

    internal bool Lines { get; init; } = true;

    internal bool Points { get; init; }

    /// <summary>Whether the area down to zero is tinted.</summary>
    internal bool Filled { get; init; }

    /// <summary>Whether the unit square with its diagonal is shown, as under a ROC curve.</summary>
    internal bool Diagonal { get; init; }

    /// <summary>Names of the series that carry colour; null: all of them.</summary>
    internal IReadOnlyCollection<string>? Highlight { get; init; }

    internal override bool HasLegend => series.Count > 1;

    internal override IEnumerable<JObject> Traces()
    {
        foreach (var (index, (name, x, y)) in DrawingOrder())
        {
            var color = ColorOf(index);
            var trace = new Plotly.Scatter
            {
                x = x,
                y = y,
                mode = (Lines, Points) switch { (true, true) => "lines+markers", (true, false) => "lines", _ => "markers" },
            };
            if (HasLegend)
                (trace.name, trace.showlegend) = (Labels.Plotly(name), IsColored(index));
            if (Lines)
                trace.line = new Plotly.Line { color = color, width = WidthOf(index), dash = PatternOf(index).Plotly };
            if (Points)
                trace.marker = new Plotly.Marker { color = color, size = PointSize, opacity = Lines ? 1 : 0.6 };
            if (Filled)
            {
                trace.fill = "tozeroy";
                trace.fillcolor = Tint(color);
            }

            yield return PlotlyFigure.Trace(trace, ("legendrank", index));
        }

        if (Diagonal)
        {
            yield return PlotlyFigure.Trace(new Plotly.Scatter
            {
                x = Unit,
                y = Unit,
                mode = "lines",
                name = Chance,
                hoverinfo = "skip",
                showlegend = false,
                line = new Plotly.Line { color = Palette.AxisLine, width = 1, dash = "dot" },
            });
        }
    }

    internal override void Arrange(Plotly.Layout.Layout layout)
    {
        layout.xaxis.tickformat = ",~g";
        layout.yaxis.tickformat = ",~g";
        layout.hovermode = "closest";
        if (Diagonal)
        {
            layout.xaxis.range = Unit;
            layout.yaxis.range = UnitAndRim;
        }
        else if (Filled)
        {
            layout.yaxis.rangemode = "tozero";
        }
    }

    internal override void Draw(Plot plot)
    {
        if (Diagonal)
        {
            var chance = plot.Add.Line(0, 0, 1, 1);
            chance.LineColor = new(Palette.AxisLine);
            chance.LinePattern = LinePattern.Dotted;
        }

        foreach (var (index, (_, x, y)) in DrawingOrder())
        {
            foreach (var run in Runs(x, y))
                Style(plot.Add.Scatter(run), index);
        }

        if (HasLegend)
        {
            plot.Legend.ManualItems.AddRange(series.Index().Where(one => IsColored(one.Index)).Select(one => new LegendItem
            {
                LabelText = Labels.Static(one.Item.Name, 24),
                LineColor = new(ColorOf(one.Index)),
                LineWidth = Lines ? WidthOf(one.Index) : 0,
                LinePattern = PatternOf(one.Index).Static,
                MarkerStyle = Points ? new(MarkerShape.FilledCircle, 7, new Color(ColorOf(one.Index))) : MarkerStyle.None,
            }));
        }

        if (Diagonal)
            plot.Axes.SetLimits(0, 1, 0, 1.01);
        else if (Filled)
            plot.Axes.Margins(0.02, 0.02, 0, 0.05);
    }

    private void Style(ScottPlot.Plottables.Scatter scatter, int index)
    {
        var color = new Color(ColorOf(index));
        scatter.LineWidth = Lines ? WidthOf(index) : 0;
        scatter.LineColor = color;
        scatter.LinePattern = PatternOf(index).Static;
        scatter.MarkerShape = Points ? MarkerShape.FilledCircle : MarkerShape.None;
        scatter.MarkerSize = PointSize;
        scatter.MarkerColor = Lines ? color : color.WithAlpha(0.6);
        scatter.FillY = Filled;
        scatter.FillYColor = color.WithAlpha(0.15);
    }

    /// <summary>Highlighted series last, so that they lie on top.</summary>
    private IEnumerable<(int Index, (string Name, double[] X, double[] Y) One)> DrawingOrder() =>
        series.Index().OrderBy(one => IsColored(one.Index));

    private bool IsColored(int index) => Highlight is null || Highlight.Contains(series[index].Name);

    private string ColorOf(int index) => IsColored(index) ? Palette.Of(Rank(index)) : Palette.Muted;

    private (string Plotly, LinePattern Static) PatternOf(int index) => Palette.PatternOf(IsColored(index) ? Rank(index) : 0);

    // Few points would be lost on the page.
    private int PointSize => Lines ? 7 : series.Sum(one => one.X.Length) <= 50 ? 9 : 5;

    private float WidthOf(int index) => IsColored(index) ? 2 : 1;

    /// <summary>Place among the coloured series: the first few have the colours that are told apart best.</summary>
    private int Rank(int index) => Enumerable.Range(0, index).Count(IsColored);

    private static string Tint(string color) => color + "26";

    /// <summary>The stretches without a missing value.</summary>
    private static List<List<Coordinates>> Runs(double[] x, double[] y)
    {
        List<List<Coordinates>> runs = [];
        var open = false;
        for (var i = 0; i < x.Length; i++)
        {
            var finite = double.IsFinite(x[i] + y[i]);
            if (finite && !open)
                runs.Add([]);
            if (finite)
                runs[^1].Add(new(x[i], y[i]));
            open = finite;
        }

        return runs;
    }
}
