using Newtonsoft.Json.Linq;
using ScottPlot;
using Plotly = XPlot.Plotly;

namespace SongGenre.Charts;

/// <summary>A horizontal box for each group, drawn from five quantiles, so that the values stay out of the page.</summary>
internal sealed class BoxMarks(IReadOnlyList<string> groups, IReadOnlyList<double[]> quantiles) : Marks
{
    private const string Fill = "#A6CEE3";
    private const double Half = 0.3;
    private const double Cap = 0.15;

    internal override IEnumerable<JObject> Traces()
    {
        var box = new Plotly.Box
        {
            orientation = "h",
            y = groups.Select(name => Labels.Plotly(name)),
            fillcolor = Fill,
            line = new Plotly.Line { color = Palette.Calm, width = 1.5 },
        };
        yield return PlotlyFigure.Trace(
            box,
            ("lowerfence", At(0)), ("q1", At(1)), ("median", At(2)), ("q3", At(3)), ("upperfence", At(4)));
    }

    internal override void Arrange(Plotly.Layout.Layout layout)
    {
        layout.yaxis.autorange = "reversed";
        layout.yaxis.type = "category";
        layout.yaxis.showgrid = false;
        layout.xaxis.tickformat = ",~g";
    }

    internal override void Draw(Plot plot)
    {
        // ScottPlot's own boxes stand upright only.
        foreach (var (row, five) in quantiles.Index())
        {
            if (!double.IsFinite(five[2]))
                continue;
            AddLine(plot, five[0], row, five[4], row, 1.5f);
            AddLine(plot, five[0], row - Cap, five[0], row + Cap, 1.5f);
            AddLine(plot, five[4], row - Cap, five[4], row + Cap, 1.5f);
            var box = plot.Add.Rectangle(five[1], five[3], row - Half, row + Half);
            (box.FillColor, box.LineColor, box.LineWidth) = (new(Fill), new(Palette.Calm), 1.5f);
            AddLine(plot, five[2], row - Half, five[2], row + Half, 2.5f);
        }

        plot.Axes.AutoScale();
        plot.Axes.SetLimitsY(groups.Count - 0.4, -0.6);
        plot.Axes.DefaultGrid.YAxisStyle.IsVisible = false;
        StaticPicture.Categories(plot.Axes.Left, groups);
    }

    private static void AddLine(Plot plot, double x1, double y1, double x2, double y2, float width)
    {
        var line = plot.Add.Line(x1, y1, x2, y2);
        (line.LineColor, line.LineWidth) = (new(Palette.Calm), width);
    }

    private double[] At(int quantile) => [.. quantiles.Select(five => five[quantile])];
}
