using Newtonsoft.Json.Linq;
using ScottPlot;
using ScottPlot.Plottables;
using Plotly = XPlot.Plotly;

namespace SongGenre.Charts;

/// <summary>
/// Cleveland's dot plot: positions on an axis that need not start at zero, where bars would make 0.95 and 0.96 look alike.
/// </summary>
internal sealed class DotMarks(IReadOnlyList<string> categories, IReadOnlyList<(string Name, double[] Values)> series) : Marks
{
    /// <summary>Ends of each dot's error bar: series × categories.</summary>
    internal IReadOnlyList<IReadOnlyList<(double Low, double High)>>? Intervals { get; init; }

    internal override bool HasLegend => series.Count > 1;

    internal override IEnumerable<JObject> Traces() => series.Select((one, index) =>
    {
        var dots = new Plotly.Scatter
        {
            mode = "markers",
            x = one.Values,
            y = categories.Select((_, i) => Position(index, i)),
            text = categories.Select(name => Labels.Plotly(name)),
            marker = new Plotly.Marker { color = Palette.Of(index), size = 9 },
        };
        if (HasLegend)
            dots.name = Labels.Plotly(one.Name);
        if (Intervals is not null)
        {
            dots.error_x = new Plotly.Error_x
            {
                type = "data",
                symmetric = false,
                array = one.Values.Select((value, i) => Intervals[index][i].High - value),
                arrayminus = one.Values.Select((value, i) => value - Intervals[index][i].Low),
                thickness = 1.5,
                width = 4,
            };
        }

        var name = HasLegend ? ", %{fullData.name}" : "";
        return PlotlyFigure.Trace(dots, ("hovertemplate", $"%{{text}}{name}: %{{x}}<extra></extra>"));
    });

    internal override void Arrange(Plotly.Layout.Layout layout)
    {
        layout.xaxis.tickformat = ",~g";
        layout.yaxis.range = new[] { categories.Count - 0.5, -0.5 };
        layout.yaxis.tickvals = categories.Select((_, i) => i);
        layout.yaxis.ticktext = categories.Select(name => Labels.Plotly(name));
    }

    internal override void Draw(Plot plot)
    {
        for (var s = 0; s < series.Count; s++)
        {
            int[] drawn = [.. Enumerable.Range(0, categories.Count).Where(i => double.IsFinite(series[s].Values[i]))];
            double[] x = [.. drawn.Select(i => series[s].Values[i])], y = [.. drawn.Select(i => Position(s, i))];
            if (Intervals is not null)
            {
                var none = new double[drawn.Length];
                plot.Add.Plottable(new ErrorBar(
                    x,
                    y,
                    [.. drawn.Select((i, n) => Intervals[s][i].High - x[n])],
                    [.. drawn.Select((i, n) => x[n] - Intervals[s][i].Low)],
                    none,
                    none)
                { Color = new(Palette.Of(s)), LineWidth = 1.5f, CapSize = 4 });
            }

            var dots = plot.Add.Markers(x, y, MarkerShape.FilledCircle, 9, new Color(Palette.Of(s)));
            if (HasLegend)
                dots.LegendText = Labels.Static(series[s].Name, 24);
        }

        plot.Axes.AutoScale();
        plot.Axes.SetLimitsY(categories.Count - 0.5, -0.5);
        StaticPicture.Categories(plot.Axes.Left, categories);
    }

    /// <summary>The dots of one category lie one below the other within half of its row.</summary>
    private double Position(int s, int category) => category + ((s - ((series.Count - 1) / 2.0)) * 0.5 / series.Count);
}
