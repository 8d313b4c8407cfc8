namespace SongGenre.Tracking.Artifacts;

/// <summary>What a look at every byte of a store found.</summary>
public sealed record StoreCheck
{
    /// <summary>How many versions there are, without deleted ones.</summary>
    public required int Versions { get; init; }

    /// <summary>How many pieces of content there are.</summary>
    public required int Objects { get; init; }

    /// <summary>Their size in bytes.</summary>
    public required long Bytes { get; init; }

    /// <summary>What is missing or damaged, ordered by file.</summary>
    public required IReadOnlyList<StoreFault> Faults { get; init; }

    /// <summary>
    /// Files that nothing points to, relative to the store's folder and ordered: content that no version has and what
    /// is, or was, being written. They do no harm; <see cref="ArtifactStore.Collect"/> removes them.
    /// </summary>
    public required IReadOnlyList<string> Unreferenced { get; init; }

    /// <summary>Whether nothing is missing or damaged.</summary>
    public bool IsWhole => Faults.Count == 0;
}
