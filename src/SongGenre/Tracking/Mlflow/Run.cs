using System.Globalization;

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

    /// <summary>Its value of a field as a text: numbers with all their digits, times as milliseconds since 1970, the
    /// duration in seconds, the status in lower case; null where it has none.</summary>
    public string? ValueOf(RunField field) => field.Kind switch
    {
        "metrics" => Metrics.TryGetValue(field.Key, out var metric) ? Text(metric.Value) : null,
        "params" => Parameters.GetValueOrDefault(field.Key),
        "tags" => Tags.GetValueOrDefault(field.Key),
        _ => field.Key switch
        {
            "run_id" => Info.Id,
            "run_name" => Info.Name,
            "status" => Info.Status.ToString().ToLowerInvariant(),
            "start_time" => Text(Info.Start.ToUnixTimeMilliseconds()),
            "end_time" => Info.End is { } end ? Text(end.ToUnixTimeMilliseconds()) : null,
            "duration" => Info.Duration is { } time ? Text(time.TotalSeconds) : null,
            "command" => Command,
            "user_id" => Info.User,
            "artifact_uri" => Info.ArtifactUri,
            _ => null,
        },
    };

    /// <summary>What was run: a command of this program, or the source that another program tells.</summary>
    public string Command =>
        Tags.GetValueOrDefault("songgenre.command") ?? Tags.GetValueOrDefault("mlflow.source.name") ?? "";

    /// <summary>The id of the run that it is a part of, as a step of <c>songgenre run</c> is; null where it is whole.
    /// </summary>
    public string? Parent => Tags.GetValueOrDefault(MlflowSink.ParentTag);

    /// <summary>
    /// How the rows that it scored were divided from those of training, where its parameters say it otherwise because
    /// the model is of another split: knobs such as <c>split.kind=random</c>, <c>split.kind=none</c> for rows that were
    /// never divided; empty where it is the same.
    /// </summary>
    public IReadOnlyList<string> ScoredRows => SplitKnobs(TrackedRun.SplitTagPrefix);

    /// <summary>
    /// How the rows that its model was trained on were divided, where its parameters say it otherwise because the run
    /// divided its own rows anew; empty where it is the same.
    /// </summary>
    public IReadOnlyList<string> TrainedRows => SplitKnobs(TrackedRun.TrainedTagPrefix);

    private List<string> SplitKnobs(string prefix) =>
    [
        .. Tags.Where(tag => tag.Key.StartsWith(prefix + "split.", StringComparison.Ordinal))
            .OrderBy(tag => tag.Key, StringComparer.Ordinal)
            .Select(tag => $"{tag.Key[prefix.Length..]}={tag.Value}"),
    ];

    private static string Text(IFormattable number) => number.ToString(null, CultureInfo.InvariantCulture);
}
