using ScottPlot;

namespace SongGenre.Charts;

/// <summary>
/// Colours that people with any kind of colour vision tell apart on white: Okabe and Ito's ("Color Universal Design", 2008;
/// its yellow, too light for lines on white, is darkened, its black lightened) and ColorBrewer's Blues and RdBu for amounts.
/// </summary>
internal static class Palette
{
    internal const string Ink = "#333333";
    internal const string AxisLine = "#8C8C8C";
    internal const string Grid = "#E6E6E6";
    internal const string Accent = "#D55E00";
    internal const string Calm = "#0072B2";
    internal const string Muted = "#B5B5B5";
    internal const string MissingCell = "#EDEDED";

    internal static readonly string[] Sequential =
        ["#F7FBFF", "#DEEBF7", "#C6DBEF", "#9ECAE1", "#6BAED6", "#4292C6", "#2171B5", "#08519C", "#08306B"];

    internal static readonly string[] Diverging =
        ["#2166AC", "#4393C3", "#92C5DE", "#D1E5F0", "#F7F7F7", "#FDDBC7", "#F4A582", "#D6604D", "#B2182B"];

    private static readonly string[] Series =
        ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#4D4D4D", "#A89B00"];

    /// <summary>plotly's names of the line patterns that tell series of one colour apart.</summary>
    private static readonly (string Plotly, LinePattern Static)[] Patterns =
        [("solid", LinePattern.Solid), ("dash", LinePattern.Dashed), ("dot", LinePattern.Dotted)];

    internal static string Of(int series) => Series[series % Series.Length];

    internal static (string Plotly, LinePattern Static) PatternOf(int series) =>
        Patterns[series / Series.Length % Patterns.Length];

    /// <summary>The colour at <paramref name="position"/> (0–1) between <paramref name="stops"/>.</summary>
    internal static Color Blend(string[] stops, double position)
    {
        var scaled = Math.Clamp(position, 0, 1) * (stops.Length - 1);
        var below = Math.Min((int)scaled, stops.Length - 2);
        var (from, to) = (new Color(stops[below]), new Color(stops[below + 1]));
        return new(Mix(from.R, to.R), Mix(from.G, to.G), Mix(from.B, to.B));

        byte Mix(byte a, byte b) => (byte)Math.Round(a + ((b - a) * (scaled - below)));
    }
}
