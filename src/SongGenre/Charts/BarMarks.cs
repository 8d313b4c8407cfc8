using Newtonsoft.Json.Linq;
using ScottPlot;
using ScottPlot.Plottables;
using Plotly = XPlot.Plotly;

namespace SongGenre.Charts;

/// <summary>Horizontal bars, the first category on top; several series stand side by side within a category.</summary>
internal sealed class BarMarks(IReadOnlyList<string> categories, IReadOnlyList<(string Name, double[] Values)> series) : Marks
{
    private const double Filled = 0.76;

    /// <summary>Colour of each bar of the single series; null: the series' colour.</summary>
    internal IReadOnlyList<string>? Colors { get; init; }

    /// <summary>.NET number format of the bars' labels; null: no labels.</summary>
    internal string? LabelFormat { get; init; }

    /// <summary>Ends of the single series' error bars.</summary>
    internal IReadOnlyList<(double Low, double High)>? Intervals { get; init; }

    internal override bool HasLegend => series.Count > 1;

    internal override IEnumerable<JObject> Traces() => series.Select((one, index) =>
    {
        var bar = new Plotly.Bar
        {
            orientation = "h",
            y = categories.Select(name => Labels.Plotly(name)),
            x = one.Values,
            marker = new Plotly.Marker { color = (object?)Colors ?? Palette.Of(index) },
        };
        if (HasLegend)
            bar.name = Labels.Plotly(one.Name);
        if (Intervals is not null)
        {
            bar.error_x = new Plotly.Error_x
            {
                type = "data",
                symmetric = false,
                array = one.Values.Select((value, i) => Intervals[i].High - value),
                arrayminus = one.Values.Select((value, i) => value - Intervals[i].Low),
                color = Palette.Ink,
                thickness = 1.5,
                width = 4,
            };
        }

        // XPlot's getters throw for what was never set: what matters is asked of our own properties.
        if (LabelFormat is null || Intervals is not null)
            return PlotlyFigure.Trace(bar, ("hovertemplate", Hover));
        bar.text = one.Values.Select(Label);
        return PlotlyFigure.Trace(bar, ("hovertemplate", Hover), ("textposition", "outside"), ("cliponaxis", false));
    });

    private string Hover => HasLegend ? "%{y}, %{fullData.name}: %{x}<extra></extra>" : "%{y}: %{x}<extra></extra>";

    internal override void Arrange(Plotly.Layout.Layout layout)
    {
        layout.barmode = "group";
        layout.bargap = 1 - Filled;
        layout.yaxis.autorange = "reversed";
        layout.yaxis.showgrid = false;
        layout.yaxis.type = "category";
        layout.xaxis.tickformat = ",~g";
        layout.xaxis.zeroline = true;
        layout.xaxis.zerolinecolor = Palette.AxisLine;
        if (LabelFormat is not null && Intervals is not null)
        {
            // A label outside the bar would lie on the error bar.
            layout.annotations = series[0].Values.Select((value, i) => new Plotly.Annotation
            {
                x = Intervals[i].High,
                y = Labels.Plotly(categories[i]),
                text = "\u00A0" + Label(value),
                showarrow = false,
                xanchor = "left",
            });
        }
    }

    internal override void Draw(Plot plot)
    {
        var thickness = Filled / series.Count;
        for (var s = 0; s < series.Count; s++)
        {
            var bars = Bars(s, thickness);
            var plotted = plot.Add.Bars(bars);
            if (HasLegend)
                plotted.LegendText = Labels.Static(series[s].Name);
            if (LabelFormat is not null)
                AddLabels(plot, bars);
        }

        if (Intervals is not null)
            AddErrorBars(plot);
        var ends = (Intervals?.SelectMany(end => new[] { end.Low, end.High }) ?? series.SelectMany(one => one.Values))
            .Where(double.IsFinite).Append(0).ToList();
        var (low, high) = (ends.Min(), ends.Max());
        var room = (high > low ? high - low : 1) * (LabelFormat is null ? 0.04 : 0.12);
        plot.Axes.SetLimits(low < 0 ? low - room : 0, high + room, categories.Count - 0.4, -0.6);
        plot.Axes.DefaultGrid.YAxisStyle.IsVisible = false;
        StaticPicture.Categories(plot.Axes.Left, categories);
    }

    private List<Bar> Bars(int s, double thickness) =>
        [.. series[s].Values.Select((value, i) => new Bar
        {
            Position = i + ((s - ((series.Count - 1) / 2.0)) * thickness),
            Value = value,
            Size = thickness,
            FillColor = new(Colors?[i] ?? Palette.Of(s)),
            LineWidth = 0,
            Orientation = Orientation.Horizontal,
        }).Where(bar => double.IsFinite(bar.Value))];

    private void AddLabels(Plot plot, List<Bar> bars)
    {
        foreach (var bar in bars)
        {
            var end = Intervals is null ? bar.Value : Intervals[(int)bar.Position].High;
            var text = plot.Add.Text(Label(bar.Value), end, bar.Position);
            StaticPicture.Style(text.LabelStyle, 11);
            text.LabelStyle.Alignment = end < 0 ? Alignment.MiddleRight : Alignment.MiddleLeft;
            text.OffsetY = StaticPicture.Drop;
            text.OffsetX = end < 0 ? -4 : 4;
        }
    }

    private void AddErrorBars(Plot plot)
    {
        var drawn = Enumerable.Range(0, categories.Count)
            .Where(i => double.IsFinite(series[0].Values[i] + Intervals![i].Low + Intervals[i].High)).ToArray();
        double[] values = [.. drawn.Select(i => series[0].Values[i])], none = new double[drawn.Length];
        plot.Add.Plottable(new ErrorBar(
            values,
            [.. drawn.Select(i => (double)i)],
            [.. drawn.Select((i, n) => Intervals![i].High - values[n])],
            [.. drawn.Select((i, n) => values[n] - Intervals![i].Low)],
            none,
            none)
        { Color = new(Palette.Ink), LineWidth = 1.5f, CapSize = 4 });
    }

    private string Label(double value) => Numbers.Text(value, LabelFormat);
}
