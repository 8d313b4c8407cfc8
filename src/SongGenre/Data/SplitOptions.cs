namespace SongGenre.Data;

/// <summary>How rows are divided into training, validation and test rows.</summary>
public sealed record SplitOptions
{
    /// <summary>
    /// One of <c>random</c>, <c>track</c>, <c>playlist</c>, <c>published</c>, <c>as-published</c>. Default <c>track</c>.
    /// </summary>
    public string Kind { get; init; } = "track";

    /// <summary>Share of the rows that go to the test side, above 0 and below 1; default 0.3.</summary>
    public double TestSize { get; init; } = 0.3;

    /// <summary>Share of the training rows that is held out for validation, from 0 (none) to below 1; default 0.2.</summary>
    public double ValidationSize { get; init; } = 0.2;

    /// <summary>Seed of the shuffle; default 42.</summary>
    public int Seed { get; init; } = 42;
}
