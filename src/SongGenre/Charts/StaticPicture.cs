using ScottPlot;
using ScottPlot.TickGenerators;
using SkiaSharp;

namespace SongGenre.Charts;

/// <summary>The static face: ScottPlot in the frame that both faces share.</summary>
internal static class StaticPicture
{
    private const float TitleLine = 22;
    private const float Edge = 10;

    internal static byte[] Render(Frame frame, Marks marks)
    {
        ChartFont.Register();
        using var plot = new Plot();
        plot.Font.Set(ChartFont.Name);
        Dress(plot, frame);
        marks.Draw(plot);
        if (marks.HasLegend)
            AddLegend(plot);

        using var surface = SKSurface.Create(new SKImageInfo(frame.Width, frame.Height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        var title = Text(15, bold: true);
        var lines = Labels.Lines(frame.Title, Math.Max(20, frame.Width / 10));
        title.Text = string.Join('\n', lines);
        title.Alignment = Alignment.UpperLeft;
        var head = Edge + (TitleLine * lines.Count);

        // The title is drawn outside the plot because ScottPlot centres its own over the axes.
        surface.Canvas.Clear(SKColors.White);
        plot.Render(surface.Canvas, new PixelRect(0, frame.Width, frame.Height, head));
        using var paint = Paint.NewDisposablePaint();
        title.Render(surface.Canvas, new Pixel(Edge, Edge), paint);

        using var image = surface.Snapshot();
        using var pixels = image.PeekPixels();
        using var png = pixels.Encode(new SKPngEncoderOptions(SKPngEncoderFilterFlags.AllFilters, 9));
        return png.ToArray();
    }

    /// <summary>Text in the charts' font.</summary>
    internal static LabelStyle Text(float size, bool bold = false, string color = Palette.Ink) => new()
    {
        FontName = ChartFont.Name,
        FontSize = size,
        Bold = bold,
        ForeColor = new(color),
        AntiAliasText = true,
    };

    /// <summary>Names instead of numbers on an axis, at 0, 1, 2, …</summary>
    internal static void Categories(IAxis axis, IReadOnlyList<string> names)
    {
        axis.TickGenerator = new NumericManual(
            [.. names.Select((_, i) => (double)i)], [.. names.Select(name => Labels.Static(name))]);
        axis.MajorTickStyle.Length = 0;
    }

    private static void Dress(Plot plot, Frame frame)
    {
        plot.FigureBackground.Color = Colors.White;
        plot.DataBackground.Color = Colors.White;
        plot.Grid.MajorLineColor = new(Palette.Grid);
        plot.Axes.Title.IsVisible = false;
        plot.Axes.Right.FrameLineStyle.Width = 0;
        plot.Axes.Top.FrameLineStyle.Width = 0;
        foreach (var (axis, title) in new (IAxis, string)[] { (plot.Axes.Bottom, frame.XTitle), (plot.Axes.Left, frame.YTitle) })
        {
            axis.Label.Text = title;
            axis.Label.FontSize = 13;
            axis.Label.Bold = false;
            axis.Label.ForeColor = new(Palette.Ink);
            axis.TickLabelStyle.FontSize = 12;
            axis.TickLabelStyle.ForeColor = new(Palette.Ink);
            axis.FrameLineStyle.Color = new(Palette.AxisLine);
            axis.MajorTickStyle.Color = new(Palette.AxisLine);
            axis.TickGenerator = new NumericAutomatic { LabelFormatter = Numbers.Tick, MinorTickGenerator = new NoMinorTicks() };
        }
    }

    private static void AddLegend(Plot plot)
    {
        var panel = plot.ShowLegend(ScottPlot.Edge.Right);
        panel.Alignment = Alignment.UpperRight;
        plot.Legend.FontName = ChartFont.Name;
        plot.Legend.FontSize = 12;
        plot.Legend.FontColor = new(Palette.Ink);
        plot.Legend.OutlineWidth = 0;
        plot.Legend.ShadowColor = Colors.Transparent;
        plot.Legend.BackgroundColor = Colors.White;
    }

    private sealed class NoMinorTicks : IMinorTickGenerator
    {
        public IEnumerable<double> GetMinorTicks(double[] majorTicks, CoordinateRange visibleRange) => [];
    }
}
