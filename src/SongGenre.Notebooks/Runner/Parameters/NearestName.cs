using SongGenre.Notebooks.Kernel;

namespace SongGenre.Notebooks.Runner;

/// <summary>What a mistyped name probably meant.</summary>
internal static class NearestName
{
    /// <summary>The end of a message about an unknown name: the known one that is like it, or all of them.</summary>
    public static string Hint(string given, IReadOnlyList<string> known) =>
        known.Count == 0 ? "there are none"
        : Magic.Nearest(given, known) is { } near ? $"did you mean '{near}'?"
        : $"known are {string.Join(", ", known)}";
}
