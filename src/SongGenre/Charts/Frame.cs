namespace SongGenre.Charts;

/// <summary>What stands around the marks of a chart, whatever kind they are.</summary>
internal sealed record Frame(string Title, string XTitle, string YTitle, string Finding)
{
    internal int Width { get; init; } = 800;

    internal int Height { get; init; }

    /// <summary>Whether the interactive face keeps <see cref="Width"/> instead of filling its page.</summary>
    internal bool FixedWidth { get; init; }
}
