using SongGenre.Evaluation;

namespace SongGenre.Benchmarks.Compare;

/// <summary>What a lane took and scored.</summary>
/// <param name="Lane">Who, and how.</param>
internal sealed record LaneResult(Lane Lane)
{
    /// <summary>Whole fits; null where none was timed.</summary>
    public Timings? Fit { get; init; }

    /// <summary>Whole predictions; null where none was timed.</summary>
    public Timings? Prediction { get; init; }

    /// <summary>Runs that were asked for.</summary>
    public int Asked { get; init; }

    /// <summary>Scores of the predictions; null for a single row.</summary>
    public Scores? Scores { get; init; }

    /// <summary>Memory in use before the first fit, in bytes.</summary>
    public long BaseBytes { get; init; }

    /// <summary>The most memory in use from then on, in bytes.</summary>
    public long PeakBytes { get; init; }

    /// <summary>Who answered, with versions.</summary>
    public string Versions { get; init; } = "";

    /// <summary>Why there are no figures; null where there are.</summary>
    public string? Absence { get; init; }

    /// <summary>When its first run was stopped; null where it wasn't.</summary>
    public TimeSpan? StoppedAfter { get; init; }
}
