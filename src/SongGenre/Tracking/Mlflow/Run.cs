namespace SongGenre.Tracking.Mlflow;

/// <summary>A run with everything that was logged to it, but the histories of its metrics and its artifacts.</summary>
public sealed record Run
{
    /// <summary>What identifies it, and how far it has come.</summary>
    public required RunInfo Info { get; init; }

    /// <summary>Its parameters.</summary>
    public required IReadOnlyDictionary<string, string> Parameters { get; init; }

    /// <summary>Its tags.</summary>
    public required IReadOnlyDictionary<string, string> Tags { get; init; }

    /// <summary>The latest value of each of its metrics, by name.</summary>
    public required IReadOnlyDictionary<string, Metric> Metrics { get; init; }

    /// <summary>The data that it read.</summary>
    public required IReadOnlyList<DatasetInput> Inputs { get; init; }

    /// <summary>The ids of the models that it used.</summary>
    public required IReadOnlyList<string> ModelInputs { get; init; }

    /// <summary>The models that it made.</summary>
    public required IReadOnlyList<ModelOutput> ModelOutputs { get; init; }
}
