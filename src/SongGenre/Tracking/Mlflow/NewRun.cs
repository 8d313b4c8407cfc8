namespace SongGenre.Tracking.Mlflow;

/// <summary>A run that is about to start.</summary>
public sealed record NewRun
{
    /// <summary>The experiment that it belongs to.</summary>
    public required string ExperimentId { get; init; }

    /// <summary>Who runs it; becomes the tag <c>mlflow.user</c>.</summary>
    public required string User { get; init; }

    /// <summary>When it starts; kept to the millisecond.</summary>
    public required DateTimeOffset Start { get; init; }

    /// <summary>What makes it.</summary>
    public required RunSource Source { get; init; }

    /// <summary>Its name, 250 characters at most; null for one that the store makes up or has.</summary>
    public string? Name { get; init; }

    /// <summary>Further tags; those of MLflow's own names take the place of what the other properties say.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    /// <summary>
    /// The id that a new run is to have, 32 lower-case hexadecimal digits; where there is such a run, it goes on. A
    /// server gives ids of its own. Null for any.
    /// </summary>
    public string? NewId { get; init; }

    /// <summary>A run that exists already and goes on under this program; null for a new one.</summary>
    public string? RunId { get; init; }

    /// <summary>All tags that it begins with.</summary>
    /// <param name="name">Its name; null where the store makes one up later.</param>
    internal Dictionary<string, string> AllTags(string? name)
    {
        var tags = new Dictionary<string, string>
        {
            ["mlflow.user"] = User,
            ["mlflow.source.name"] = Source.Name,
            ["mlflow.source.type"] = Text(Source.Type),
        };
        if (Source.Commit is { } commit) tags["mlflow.source.git.commit"] = commit;
        foreach (var (key, value) in Tags) tags[key] = value;
        if (name is not null) tags["mlflow.runName"] = name;
        return tags;
    }

    /// <summary>A kind of program as MLflow writes it.</summary>
    internal static string Text(SourceType type) => type.ToString().ToUpperInvariant();
}
