namespace SongGenre.Tracking.Mlflow;

/// <summary>A model whose files are about to be written.</summary>
public sealed record NewLoggedModel
{
    /// <summary>The experiment that it belongs to.</summary>
    public required string ExperimentId { get; init; }

    /// <summary>Its name, 500 characters at most, without <c>/ : . % " '</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The run that makes it; null when none does.</summary>
    public string? SourceRunId { get; init; }

    /// <summary>A word of the program's own; null for none.</summary>
    public string? ModelType { get; init; }

    /// <summary>Its parameters.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();

    /// <summary>Its tags.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();
}
