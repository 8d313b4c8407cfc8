namespace SongGenre.Tracking.Reproduction;

/// <summary>What became of a run that was repeated.</summary>
public sealed record ReproductionResult
{
    /// <summary>
    /// What differs: parameters, then data, packages and metrics, so that the first is the likely cause of the rest.
    /// </summary>
    public required IReadOnlyList<RunDifference> Differences { get; init; }

    /// <summary>How many parameters, packages and metrics there are to compare, by kind.</summary>
    public required IReadOnlyDictionary<string, int> Compared { get; init; }

    /// <summary>Whether nothing differs: every metric has the same bits.</summary>
    public bool IsSame => Differences.Count == 0;

    /// <summary>The folder with the work tree and the repeated run; null where it is gone.</summary>
    public string? Kept { get; init; }
}
