using Newtonsoft.Json.Linq;
using ScottPlot;
using Plotly = XPlot.Plotly;

namespace SongGenre.Charts;

/// <summary>A line per thing across several upright axes; its colour is that of its place on the first one.</summary>
internal sealed class ParallelMarks(IReadOnlyList<ParallelAxis> axes) : Marks
{
    private const double Foot = -0.2;
    private const int NameWidth = 20;

    private readonly double[][] _places = [.. axes.Select(axis => axis.Places())];

    internal override bool HasAxes => false;

    internal override IEnumerable<JObject> Traces()
    {
        var colors = Colors();
        var last = Math.Max(1, colors.Max());
        yield return new JObject
        {
            ["type"] = "parcoords",
            ["line"] = new JObject
            {
                ["color"] = new JArray(colors.Select(color => (object)color)),
                ["cmin"] = 0,
                ["cmax"] = last,
                ["colorscale"] = new JArray(Enumerable.Range(0, last + 1)
                    .Select(i => new JArray((double)i / last, Palette.Of(i)))),
            },
            ["labelangle"] = 0,
            ["dimensions"] = new JArray(axes.Select((axis, a) => new JObject
            {
                ["label"] = Labels.Plotly(axis.Name, NameWidth),
                ["range"] = new JArray(axis.Values.All(double.IsFinite) ? 0.0 : Foot, 1.0),
                ["values"] = new JArray(_places[a].Select(place => (object)Numbers.Rounded(place))),
                ["tickvals"] = new JArray(axis.Ticks().Select(tick => (object)Numbers.Rounded(tick.Place))),
                ["ticktext"] = new JArray(axis.Ticks().Select(tick => (object)Short(tick.Text))),
            })),
        };
    }

    internal override void Arrange(Plotly.Layout.Layout layout)
    {
        layout.margin.l = 60;
        layout.margin.r = 70;
        layout.margin.t += 50;
        layout.margin.b = 30;
    }

    internal override void Draw(Plot plot)
    {
        plot.HideGrid();
        var colors = Colors();
        foreach (var (a, axis) in axes.Index())
        {
            var line = plot.Add.Line(a, axis.Values.All(double.IsFinite) ? 0 : Foot, a, 1);
            line.LineColor = new(Palette.AxisLine);
            foreach (var (place, text) in axis.Ticks()) Write(plot, Short(text), a + 0.02, place, Alignment.LowerLeft);
            Write(
                plot, Labels.Static(axis.Name, NameWidth), a, 1.06,
                a == 0 ? Alignment.LowerLeft : Alignment.LowerCenter);
        }

        for (var i = 0; i < colors.Length; i++)
        {
            var path = plot.Add.Scatter(axes.Select((_, a) => new Coordinates(a, _places[a][i])).ToList());
            path.LineColor = new Color(Palette.Of(colors[i])).WithAlpha(0.8);
            path.LineWidth = 2;
            path.MarkerSize = 5;
            path.MarkerColor = path.LineColor;
        }

        plot.Axes.SetLimits(-0.1, axes.Count - 1 + 0.5, Foot - 0.05, 1.3);
        plot.Layout.Frameless();
    }

    private static void Write(Plot plot, string text, double x, double y, Alignment alignment)
    {
        var label = plot.Add.Text(text, x, y);
        StaticPicture.Style(label.LabelStyle, 11);
        label.LabelAlignment = alignment;
    }

    // Which of the first axis's values, counted from the lowest; those that are missing share a colour.
    private int[] Colors()
    {
        List<double> values = [.. _places[0].Distinct().Order()];
        return [.. _places[0].Select(place => values.IndexOf(place))];
    }

    private static string Short(string text) =>
        Labels.Lines(text, 16) is [var line] ? line : Labels.Lines(text, 15)[0] + "…";
}
