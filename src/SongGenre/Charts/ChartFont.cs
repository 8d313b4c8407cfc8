using ScottPlot;
using SkiaSharp;

namespace SongGenre.Charts;

/// <summary>
/// The static face's font, embedded: text has the same shape and width on every machine, also where no font is installed.
/// </summary>
internal sealed class ChartFont : IFontResolver
{
    /// <summary>A name that no installed font has, so that none takes the embedded one's place.</summary>
    internal const string Name = "SongGenre Sans";

    private static readonly Lazy<bool> Registration = new(() =>
    {
        Fonts.FontResolvers.Insert(0, new ChartFont());
        return true;
    });

    private readonly SKTypeface regular = Load("DejaVuSans-subset.ttf");
    private readonly SKTypeface bold = Load("DejaVuSans-Bold-subset.ttf");

    private ChartFont()
    {
    }

    /// <summary>Makes <see cref="Name"/> known to ScottPlot.</summary>
    internal static void Register() => _ = Registration.Value;

    /// <inheritdoc/>
    public SKTypeface? CreateTypeface(string fontName, FontWeight weight, FontSlant slant, FontSpacing spacing) =>
        CreateTypeface(fontName, weight >= FontWeight.SemiBold, slant != FontSlant.Upright);

    /// <inheritdoc/>
    public SKTypeface? CreateTypeface(string fontName, bool bold, bool italic) =>
        fontName != Name ? null : bold ? this.bold : regular;

    private static SKTypeface Load(string file)
    {
        using var stream = typeof(ChartFont).Assembly.GetManifestResourceStream("fonts/" + file)!;
        return SKTypeface.FromStream(stream);
    }
}
