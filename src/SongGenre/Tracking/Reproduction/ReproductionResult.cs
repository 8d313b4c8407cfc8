namespace SongGenre.Tracking.Reproduction;

/// <summary>What became of a run that was repeated.</summary>
public sealed record ReproductionResult
{
    /// <summary>
    /// What differs: parameters, then data, packages, metrics and files, so that the first is the likely cause of the rest.
    /// </summary>
    public required IReadOnlyList<RunDifference> Differences { get; init; }

    /// <summary>How many parameters, packages, metrics and files there are to compare, by kind.</summary>
    public required IReadOnlyDictionary<string, int> Compared { get; init; }

    /// <summary>Whether the run left anything that came of it, a metric or a file, to compare.</summary>
    public bool HasResults => Compared["metric"] + Compared["file"] > 0;

    /// <summary>
    /// Whether there are results and nothing differs: every metric has the same bits, every file the same bytes.
    /// </summary>
    public bool IsSame => HasResults && Differences.Count == 0;

    /// <summary>The folder with the work tree and the repeated run; null where it is gone.</summary>
    public string? Kept { get; init; }
}
