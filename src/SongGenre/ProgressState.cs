using System.Globalization;

namespace SongGenre;

/// <summary>How far a piece of work is, in words.</summary>
/// <param name="What">What is done.</param>
/// <param name="Done">What is done of <paramref name="Total"/>.</param>
/// <param name="Total">What is to be done, at least 1.</param>
/// <param name="Unit">What is counted; may be empty.</param>
/// <param name="Status">What else there is to say.</param>
internal sealed record ProgressState(string What, long Done, long Total, string Unit, string? Status)
{
    public double Share => Math.Clamp((double)Done / Total, 0, 1);

    /// <summary>For instance <c>training: 42 of 100 trees (42%), out-of-bag accuracy 0.6800, 12 s left</c>.</summary>
    public string Text(string? timeLeft) => Join($"{Count} ({(int)(Share * 100)}%)", timeLeft);

    /// <summary>For instance <c>training: 100 trees, out-of-bag accuracy 0.6912</c>.</summary>
    public string Summary => Join(Done >= Total ? WithUnit(string.Create(CultureInfo.InvariantCulture, $"{Done:#,0}")) : Count, null);

    private string Count => WithUnit(string.Create(CultureInfo.InvariantCulture, $"{Done:#,0} of {Total:#,0}"));

    private string WithUnit(string number) => Unit.Length == 0 ? number : $"{number} {Unit}";

    private string Join(string count, string? timeLeft) =>
        $"{What}: {string.Join(", ", new[] { count, Status, timeLeft }.Where(part => part is not null))}";
}
