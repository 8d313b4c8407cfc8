namespace SongGenre.Tracking;

/// <summary>Something that a run has a value of.</summary>
/// <param name="Kind"><c>metrics</c>, <c>params</c>, <c>tags</c> or <c>attributes</c>.</param>
/// <param name="Key">Its name there, such as <c>forest.max_depth</c>.</param>
public readonly record struct RunField(string Kind, string Key)
{
    // MLflow's name first, then the others that it or a reader of the table knows it by.
    private static readonly string[][] Attributes =
    [
        ["run_id", "id"], ["run_name", "name"], ["status"], ["start_time", "start", "created"], ["end_time", "end"],
        ["duration", "seconds"], ["command"], ["user_id", "user"], ["artifact_uri"],
    ];

    /// <summary>Whether its values are times.</summary>
    internal bool IsTime => this is { Kind: "attributes", Key: "start_time" or "end_time" };

    /// <summary>Whether its values are one of <see cref="Mlflow.RunStatus"/>.</summary>
    internal bool IsStatus => this is { Kind: "attributes", Key: "status" };

    /// <inheritdoc/>
    public override string ToString() => $"{Kind}.{Key}";

    /// <summary>
    /// The field that a text names: <c>metrics.auc</c>, <c>params.`a key`</c>, or an attribute alone
    /// (<c>status</c>). MLflow's other names for the kinds and the attributes are understood too.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <exception cref="SongGenreException">It names none.</exception>
    public static RunField Parse(string text)
    {
        var dot = text.IndexOf('.', StringComparison.Ordinal);
        var key = text[(dot + 1)..];
        if (key is ['`', .., '`'] or ['"', .., '"']) key = key[1..^1];
        var kind = dot < 0 ? "attributes" : text[..dot] switch
        {
            "metrics" or "metric" => "metrics",
            "params" or "param" or "parameters" or "parameter" => "params",
            "tags" or "tag" => "tags",
            "attributes" or "attribute" or "attr" or "run" => "attributes",
            _ => throw new SongGenreException(
                $"'{text}' names nothing of a run; write metrics.NAME, params.NAME, tags.NAME or attributes.NAME."),
        };
        if (key.Length == 0)
            throw new SongGenreException($"'{text}' ends before a name; write it like metrics.auc_ovo_macro.");
        return new(kind, kind == "attributes" ? Attribute(key) : key);
    }

    private static string Attribute(string name)
    {
        var plain = name.ToLowerInvariant().Replace(' ', '_');
        return Array.Find(Attributes, names => names.Contains(plain))?[0] ?? throw new SongGenreException(
            $"'{name}' is no attribute of a run, which are {string.Join(", ", Attributes.Select(names => names[0]))}; "
            + $"write metrics.{name}, params.{name} or tags.{name} for one of those.");
    }
}
