namespace SongGenre.Tracking.Mlflow;

/// <summary>A model of an experiment, with files of its own.</summary>
public sealed record LoggedModel
{
    /// <summary><c>m-</c> and 32 lower-case hexadecimal digits.</summary>
    public required string Id { get; init; }

    /// <summary>The experiment that it belongs to.</summary>
    public required string ExperimentId { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Where its files are.</summary>
    public required string ArtifactUri { get; init; }

    /// <summary>When it was created.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>Whether its files are all there.</summary>
    public required LoggedModelStatus Status { get; init; }

    /// <summary>The run that made it; null when none did.</summary>
    public string? SourceRunId { get; init; }

    /// <summary>A word of the program that made it; null for none.</summary>
    public string? ModelType { get; init; }

    /// <summary>Its parameters.</summary>
    public required IReadOnlyDictionary<string, string> Parameters { get; init; }

    /// <summary>Its tags.</summary>
    public required IReadOnlyDictionary<string, string> Tags { get; init; }
}
