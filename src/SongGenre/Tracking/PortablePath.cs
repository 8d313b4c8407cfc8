using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace SongGenre.Tracking;

/// <summary>Paths that mean the same file, and one below their folder, on every platform.</summary>
internal static class PortablePath
{
    private static readonly SearchValues<char> NotInNames = SearchValues.Create("\\:*?\"<>|");

    /// <summary>
    /// Whether a path is names joined by <c>/</c>: none is empty, ends with a dot or a blank, or holds a control character
    /// or one that a platform takes for something else.
    /// </summary>
    public static bool IsOne([NotNullWhen(true)] string? path) => path is not null && path.Split('/').All(part =>
        part.Length > 0 && part[^1] is not ('.' or ' ')
        && !part.AsSpan().ContainsAny(NotInNames) && !part.Any(char.IsControl));
}
