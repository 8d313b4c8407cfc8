using System.Buffers.Binary;
using System.Globalization;
using SongGenre.Charts;

namespace SongGenre.Tests.Charts;

public class ChartTests
{
    public static IEnumerable<TheoryDataRow<string>> Kinds => ChartGallery.Kinds;

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_picture_is_a_small_png_of_the_chart_s_size(string kind)
    {
        var chart = ChartGallery.Get(kind).WithSize(640, 360);

        var png = chart.ToPng();

        Assert.Equal([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], png[..8]);
        Assert.Equal((640, 360), (BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(20))));
        Assert.InRange(png.Length, 1_000, 60_000);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Both_faces_are_the_same_bytes_in_any_culture_and_on_any_thread(string kind)
    {
        var (png, json) = (ChartGallery.Get(kind).ToPng(), ChartGallery.Get(kind).ToPlotlyJson());
        var culture = new CultureInfo("") { NumberFormat = { NumberDecimalSeparator = ",", NumberGroupSeparator = "." } };

        Parallel.For(0, 4, _ =>
        {
            CultureInfo.CurrentCulture = culture;
            Assert.Equal(png, ChartGallery.Get(kind).ToPng());
            Assert.Equal(json, ChartGallery.Get(kind).ToPlotlyJson());
        });
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_picture_is_opaque_and_white_at_its_corners(string kind)
    {
        using var bitmap = SkiaSharp.SKBitmap.Decode(ChartGallery.Get(kind).ToPng());

        foreach (var (x, y) in new[] { (0, 0), (bitmap.Width - 1, 0), (0, bitmap.Height - 1), (bitmap.Width - 1, bitmap.Height - 1) })
            Assert.Equal(SkiaSharp.SKColors.White, bitmap.GetPixel(x, y));
    }

    [Fact]
    public void A_bar_has_its_colour_and_its_length_in_the_picture()
    {
        var chart = Chart.Bar(["half", "whole"], [1, 2], "Lengths", "length", "One is twice the other.");
        using var bitmap = SkiaSharp.SKBitmap.Decode(chart.ToPng());

        var blue = Enumerable.Range(0, bitmap.Height)
            .Select(y => Enumerable.Range(0, bitmap.Width).Count(x => bitmap.GetPixel(x, y) == new SkiaSharp.SKColor(0, 0x72, 0xB2)))
            .Where(length => length > 0).Distinct().Order().ToArray();

        Assert.InRange(blue[^1] / (double)blue[0], 1.97, 2.03);
    }

    [Fact]
    public void Error_bars_reach_from_low_to_high()
    {
        var chart = Chart.Dots(
            ["a"], [("", [2])], "Interval", "value", "Skewed.", intervals: [[(1.5, 4)]]);
        using var bitmap = SkiaSharp.SKBitmap.Decode(chart.ToPng());
        var columns = Enumerable.Range(0, bitmap.Width)
            .Select(x => Enumerable.Range(0, bitmap.Height).Count(y => bitmap.GetPixel(x, y) is var pixel && pixel.Blue - pixel.Red > 60))
            .ToArray();

        var (first, last) = (Array.FindIndex(columns, n => n > 0), Array.FindLastIndex(columns, n => n > 0));
        var inner = columns[(first + 10)..(last - 10)]; // the caps at the ends are as tall as the dot
        var dot = first + 10 + ((Array.IndexOf(inner, inner.Max()) + Array.LastIndexOf(inner, inner.Max())) / 2.0);

        Assert.InRange((dot - first) / (double)(last - first), 0.18, 0.22);
    }

    [Fact]
    public void The_plain_text_is_the_finding()
    {
        Assert.Equal("Few are Pop.", ChartGallery.Get("bar").ToString());
    }

    [Theory]
    [InlineData(299, 400)]
    [InlineData(800, 2001)]
    public void A_size_that_nobody_can_read_is_refused(int width, int height)
    {
        var chart = ChartGallery.Get("bar");

        var error = Assert.Throws<ArgumentOutOfRangeException>(() => chart.WithSize(width, height));

        Assert.Contains("must be within", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Lengths_that_differ_are_refused_with_both_of_them()
    {
        var error = Assert.Throws<ArgumentException>(() => Chart.Bar(["a", "b"], [1], "t", "v", "f"));

        Assert.StartsWith("values: 1 values for 2 labels", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_to_draw_is_refused()
    {
        Assert.Throws<ArgumentException>(() => Chart.Bar([], [], "t", "v", "f"));
        Assert.Throws<ArgumentException>(() => Chart.Line([], "t", "x", "y", "f"));
        Assert.Throws<ArgumentException>(() => Chart.Histogram([("a", [double.NaN])], "t", "v", "f"));
        Assert.Throws<ArgumentException>(() => Chart.Box([], "t", "v", "f"));
        Assert.Throws<ArgumentException>(() => Chart.Heatmap(new double[0, 0], [], [], "t", "r", "c", "s", "f"));
    }

    [Fact]
    public void More_points_or_series_than_can_be_told_apart_are_refused()
    {
        Assert.Throws<ArgumentException>(() => Chart.Scatter([("a", new double[5_001], new double[5_001])], "t", "x", "y", "f"));
        Assert.Throws<ArgumentException>(() => Chart.GroupedBar(
            ["a"], Enumerable.Range(0, 9).Select(i => ($"{i}", new double[1])), "t", "v", "f"));
    }
}
