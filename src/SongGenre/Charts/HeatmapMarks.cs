using Newtonsoft.Json.Linq;
using ScottPlot;
using Plotly = XPlot.Plotly;

namespace SongGenre.Charts;

/// <summary>A matrix as coloured cells, its first row on top.</summary>
internal sealed class HeatmapMarks(double[,] values, IReadOnlyList<string> rows, IReadOnlyList<string> columns) : Marks
{
    private const int MostCharactersAbreast = 56;

    /// <summary>.NET number format of the cells; "" writes nothing into them.</summary>
    internal required string CellFormat { get; init; }

    /// <summary>What the colours mean.</summary>
    internal required string Scale { get; init; }

    internal required string[] Colors { get; init; }

    internal required (double Low, double High) Range { get; init; }

    internal override IEnumerable<JObject> Traces()
    {
        var map = new Plotly.Heatmap
        {
            x = columns.Select(name => Labels.Plotly(name)),
            y = rows.Select(name => Labels.Plotly(name)),
            z = Cells((r, c) => values[r, c]),
            zmin = Range.Low,
            zmax = Range.High,
            colorscale = Colors.Select((color, i) => new object[] { i / (Colors.Length - 1.0), color }),
            colorbar = new Plotly.Colorbar { thickness = 14, outlinewidth = 0 },
        };
        var trace = PlotlyFigure.Trace(map, ("xgap", 1), ("ygap", 1), ("hoverongaps", false),
            ("hovertemplate", "%{y} → %{x}: %{z}<extra></extra>"));
        trace["colorbar"]!["title"] = new JObject { ["text"] = Labels.Plotly(Scale, 60), ["side"] = "right" };
        if (CellFormat.Length > 0)
        {
            trace["text"] = JToken.FromObject(Cells(Text));
            trace["texttemplate"] = "%{text}";
            trace["textfont"] = new JObject { ["size"] = TextSize };
        }

        yield return trace;
    }

    internal override void Arrange(Plotly.Layout.Layout layout)
    {
        layout.plot_bgcolor = Palette.MissingCell;
        layout.xaxis.ticks = "";
        layout.yaxis.ticks = "";
        layout.xaxis.type = "category";
        layout.xaxis.showgrid = false;
        layout.yaxis.type = "category";
        layout.yaxis.autorange = "reversed";
        layout.yaxis.showgrid = false;
    }

    internal override void Draw(Plot plot)
    {
        var map = plot.Add.Heatmap(values);
        map.Colormap = new Ramp(Colors);
        map.ManualRange = new(Range.Low, Range.High);
        map.NaNCellColor = new(Palette.MissingCell);
        var bar = plot.Add.ColorBar(map, Edge.Right);
        bar.Label = Scale;
        StaticPicture.Style(bar.LabelStyle, 12);
        bar.Width = 14;
        StaticPicture.Style(bar.Axis.TickLabelStyle, 11);
        bar.Axis.TickGenerator = StaticPicture.Ticks();

        if (CellFormat.Length > 0)
            AddTexts(plot);
        plot.HideGrid();
        plot.Axes.SetLimits(-0.5, columns.Count - 0.5, rows.Count - 0.5, -0.5);
        StaticPicture.Categories(plot.Axes.Left, rows);
        StaticPicture.Categories(plot.Axes.Bottom, columns);
        if (columns.Count * columns.Max(name => name.Length) > MostCharactersAbreast)
            Slant(plot.Axes.Bottom);
    }

    private double TextSize => Math.Max(rows.Count, columns.Count) > 12 ? 10 : 12;

    private void AddTexts(Plot plot)
    {
        for (var r = 0; r < rows.Count; r++)
        {
            for (var c = 0; c < columns.Count; c++)
            {
                if (Text(r, c) is not { Length: > 0 } label)
                    continue;
                var text = plot.Add.Text(label, c, r);
                var ground = Palette.Blend(Colors, (values[r, c] - Range.Low) / (Range.High - Range.Low));
                var dark = double.IsFinite(values[r, c]) && IsDark(ground);
                StaticPicture.Style(text.LabelStyle, (float)TextSize, color: dark ? "#FFFFFF" : Palette.Ink);
                text.LabelStyle.Alignment = Alignment.MiddleCenter;
                text.OffsetY = StaticPicture.Drop;
            }
        }
    }

    /// <summary>Turns the columns' labels, and makes the room that ScottPlot doesn't measure for turned text.</summary>
    private void Slant(IXAxis axis)
    {
        axis.TickLabelStyle.OffsetX = -3;
        axis.TickLabelStyle.OffsetY = 8;
        axis.TickLabelStyle.Rotation = -45;
        axis.TickLabelStyle.Alignment = Alignment.MiddleRight;
        using var paint = Paint.NewDisposablePaint();
        var longest = columns.Max(name => axis.TickLabelStyle.Measure(Labels.Static(name), paint).Size.Width);
        axis.MinimumSize = (longest * 0.71f) + 21 + (axis.Label.Text.Length > 0 ? 22 : 0);
    }

    private string Text(int row, int column) => Numbers.Text(values[row, column], CellFormat);

    private T[][] Cells<T>(Func<int, int, T> cell) =>
        [.. Enumerable.Range(0, rows.Count).Select(r => Enumerable.Range(0, columns.Count).Select(c => cell(r, c)).ToArray())];

    /// <summary>By the perceived lightness of ITU-R BT.601.</summary>
    private static bool IsDark(Color color) => (0.299 * color.R) + (0.587 * color.G) + (0.114 * color.B) < 140;

    private sealed class Ramp(string[] stops) : IColormap
    {
        public string Name => "";

        public Color GetColor(double position) => Palette.Blend(stops, position);
    }
}
