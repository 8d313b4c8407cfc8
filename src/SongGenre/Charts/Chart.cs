using System.Globalization;

namespace SongGenre.Charts;

/// <summary>
/// A chart with two faces: an interactive one (an XPlot.Plotly figure as JSON, for plotly.js 3) and a static one (a PNG by
/// ScottPlot, for places where scripts don't run). A notebook shows both in one output, together with the finding in plain
/// text, which is also the picture's alternative text.
/// </summary>
/// <remarks>
/// The same chart gives the same bytes on every run, whatever the culture and the fonts installed. Values that are NaN or
/// infinite are missing: they are left out of the picture and <c>null</c> in the JSON.
/// </remarks>
public sealed partial class Chart
{
    private readonly Frame frame;
    private readonly Marks marks;

    private Chart(Frame frame, Marks marks, int height)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(frame.Title);
        ArgumentException.ThrowIfNullOrWhiteSpace(frame.Finding);
        this.frame = frame with { Height = frame.Height == 0 ? height : frame.Height };
        this.marks = marks;
    }

    /// <summary>What is shown, above both faces.</summary>
    public string Title => frame.Title;

    /// <summary>What the chart says, in a sentence: its plain-text face and its alternative text.</summary>
    public string Finding => frame.Finding;

    /// <summary>Width of the static face in pixels; 800 unless set by <see cref="WithSize"/>.</summary>
    public int Width => frame.Width;

    /// <summary>Height of both faces in pixels; follows the number of rows unless set by <see cref="WithSize"/>.</summary>
    public int Height => frame.Height;

    /// <summary>The same chart in another size.</summary>
    /// <param name="width">Width in pixels, 300–2000. Without a call the interactive face is as wide as its page allows.</param>
    /// <param name="height">Height in pixels, 200–2000.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is outside its range.</exception>
    public Chart WithSize(int width, int height) => width is < 300 or > 2000
        ? throw new ArgumentOutOfRangeException(nameof(width), width, "width must be within 300–2000 pixels")
        : height is < 200 or > 2000
        ? throw new ArgumentOutOfRangeException(nameof(height), height, "height must be within 200–2000 pixels")
        : new(frame with { Width = width, Height = height, FixedWidth = true }, marks, height);

    /// <summary>The interactive face: a figure <c>{"data":[…],"layout":{…}}</c> for plotly.js 3.</summary>
    /// <returns>JSON on one line; numbers have six significant digits at most.</returns>
    public string ToPlotlyJson() => PlotlyFigure.Serialize(frame, marks);

    /// <summary>The static face.</summary>
    /// <returns>A PNG of <see cref="Width"/> × <see cref="Height"/> pixels on an opaque white ground.</returns>
    public byte[] ToPng() => StaticPicture.Render(frame, marks);

    /// <summary>The finding.</summary>
    public override string ToString() => Finding;

    private static void RequireLength(int actual, int expected, string name)
    {
        if (actual != expected)
        {
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"{name}: {actual} values for {expected} labels"), name);
        }
    }

    private static void RequireSome(int count, string name)
    {
        if (count == 0)
            throw new ArgumentException("nothing to draw", name);
    }
}
