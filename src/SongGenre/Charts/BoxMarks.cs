using Newtonsoft.Json.Linq;
using ScottPlot;
using Plotly = XPlot.Plotly;

namespace SongGenre.Charts;

/// <summary>A horizontal box for each group, drawn from five quantiles, so that the values stay out of the page.</summary>
internal sealed class BoxMarks(IReadOnlyList<string> groups, IReadOnlyList<double[]> quantiles) : Marks
{
    private const string Fill = "#A6CEE3";

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
        var boxes = quantiles.Index().Where(group => double.IsFinite(group.Item[2])).Select(group => new ScottPlot.Box
        {
            Position = group.Index,
            WhiskerMin = group.Item[0],
            BoxMin = group.Item[1],
            BoxMiddle = group.Item[2],
            BoxMax = group.Item[3],
            WhiskerMax = group.Item[4],
            Width = 0.6,
            Orientation = Orientation.Horizontal,
            FillColor = new(Fill),
            LineColor = new(Palette.Calm),
            LineWidth = 1.5f,
        });
        plot.Add.Boxes(boxes);
        plot.Axes.AutoScale();
        plot.Axes.SetLimitsY(groups.Count - 0.4, -0.6);
        plot.Axes.DefaultGrid.YAxisStyle.IsVisible = false;
        StaticPicture.Categories(plot.Axes.Left, groups);
    }

    private double[] At(int quantile) => [.. quantiles.Select(five => five[quantile])];
}
