namespace SongGenre.Tracking.Mlflow;

/// <summary>A data set that a run can read.</summary>
public sealed record Dataset
{
    /// <summary>Its name, 500 characters at most and without a space: MLflow's readers break on those.</summary>
    public required string Name { get; init; }

    /// <summary>What tells one content from another; 36 characters at most.</summary>
    public required string Digest { get; init; }

    /// <summary><c>local</c> or <c>http</c>.</summary>
    public required string SourceType { get; init; }

    /// <summary>Where it comes from, as JSON: <c>{"uri": …}</c>.</summary>
    public required string Source { get; init; }

    /// <summary>Its columns, as JSON: <c>{"mlflow_colspec": […]}</c>, 1,048,575 characters at most.</summary>
    public string? Schema { get; init; }

    /// <summary>Its size, as JSON: <c>{"num_rows": …, "num_elements": …}</c>, 16,777,215 characters at most.</summary>
    public string? Profile { get; init; }
}
