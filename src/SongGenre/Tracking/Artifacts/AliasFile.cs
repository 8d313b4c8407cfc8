namespace SongGenre.Tracking.Artifacts;

/// <summary>The aliases of one name as a file holds them.</summary>
/// <param name="Latest">The version that was added last, unless there is a later one than <paramref name="Newest"/>.
/// </param>
/// <param name="Newest">The newest version when <paramref name="Latest"/> was set; −1 before that.</param>
/// <param name="Named">The aliases that people set, with the number of the version that they point to.</param>
internal sealed record AliasFile(int Latest, int Newest, SortedDictionary<string, int> Named)
{
    public static AliasFile Empty => new(-1, -1, new(StringComparer.Ordinal));
}
