using ScottPlot;
using ScottPlot.TickGenerators;
using SkiaSharp;

namespace SongGenre.Charts;

/// <summary>The static face: ScottPlot in the frame that both faces share.</summary>
internal static class StaticPicture
{
    private const float TitleLine = 22;
    private const float Edge = 10;

    /// <summary>ScottPlot centres a line of text together with the room for its descenders: it looks too high.</summary>
    internal const float Drop = 1.5f;

    internal static byte[] Render(Frame frame, Marks marks)
    {
        ChartFont.Register();
        using var plot = new Plot();
        plot.Font.Set(ChartFont.Name);
        Dress(plot, frame);
        marks.Draw(plot);
        if (marks.HasLegend)
            AddLegend(plot);

        var lines = Labels.Lines(frame.Title, Math.Max(20, frame.Width / 10));
        var head = Edge + (TitleLine * lines.Count);
        var title = new LabelStyle { Text = string.Join('\n', lines), Alignment = Alignment.UpperLeft };
        Style(title, 15, bold: true);

        // The title is drawn outside the plot because ScottPlot centres its own over the axes, and after it because a plot
        // clears the whole canvas.
        using var surface = SKSurface.Create(new SKImageInfo(frame.Width, frame.Height, SKColorType.Rgba8888));
        plot.Render(surface.Canvas, new PixelRect(Edge, frame.Width - Edge, frame.Height - (Edge / 2), head));
        using var paint = Paint.NewDisposablePaint();
        using var ground = new SKPaint { Color = SKColors.White, BlendMode = SKBlendMode.DstOver };
        surface.Canvas.DrawPaint(ground);
        title.Render(surface.Canvas, new Pixel(Edge, Edge), paint);
        using var pixels = surface.PeekPixels();
        return IndexedPng.Encode(pixels.GetPixelSpan(), frame.Width, frame.Height);
    }

    /// <summary>Sets text in the charts' font.</summary>
    internal static void Style(LabelStyle text, float size, bool bold = false, string color = Palette.Ink)
    {
        text.FontName = ChartFont.Name;
        text.Font = Fonts.GetTypeface(ChartFont.Name, bold, italic: false); // the name alone fetches the regular one
        text.FontSize = size;
        text.ForeColor = new(color);
        text.AntiAliasText = true;
    }

    /// <summary>Ticks at round numbers, not closer than eyes need them.</summary>
    internal static NumericAutomatic Ticks() => new()
    {
        LabelFormatter = Numbers.Tick,
        MinorTickGenerator = new NoMinorTicks(),
        MinimumTickSpacing = 45,
    };

    /// <summary>Names instead of numbers on an axis, at 0, 1, 2, …</summary>
    internal static void Categories(IAxis axis, IReadOnlyList<string> names)
    {
        axis.TickGenerator = new NumericManual(
            [.. names.Select((_, i) => (double)i)], [.. names.Select(name => Labels.Static(name))]);
        axis.MajorTickStyle.Length = 0;
        axis.TickLabelStyle.OffsetY = Drop;
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
            Style(axis.Label, 13);
            Style(axis.TickLabelStyle, 12);
            axis.FrameLineStyle.Color = new(Palette.AxisLine);
            axis.MajorTickStyle.Color = new(Palette.AxisLine);
            axis.TickGenerator = Ticks();
        }
    }

    private static void AddLegend(Plot plot)
    {
        var panel = plot.ShowLegend(ScottPlot.Edge.Right);
        panel.Alignment = Alignment.UpperRight;
        plot.Legend.FontName = ChartFont.Name;
        plot.Legend.FontSize = 12;
        plot.Legend.FontColor = new(Palette.Ink);
        plot.Legend.SymbolWidth = 28;
        plot.Legend.OutlineWidth = 0;
        plot.Legend.ShadowColor = Colors.Transparent;
        plot.Legend.BackgroundColor = Colors.White;
    }

    private sealed class NoMinorTicks : IMinorTickGenerator
    {
        public IEnumerable<double> GetMinorTicks(double[] majorTicks, CoordinateRange visibleRange) => [];
    }
}
