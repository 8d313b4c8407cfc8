using System.Text.Json.Nodes;

namespace SongGenre.Notebooks.Documents;

/// <summary>The cell tags that a run, a page or a clearing honours: the entries of <c>metadata.tags</c>.</summary>
internal static class CellTags
{
    /// <summary>The cell's declarations are the notebook's parameters and their defaults.</summary>
    public const string Parameters = "parameters";

    /// <summary>The cell holds the values that a run gave to the parameters; the next run replaces it.</summary>
    public const string InjectedParameters = "injected-parameters";

    /// <summary>The cell may fail: its error is an output like any other.</summary>
    public const string RaisesException = "raises-exception";

    /// <summary>A run leaves the cell out.</summary>
    public const string SkipExecution = "skip-execution";

    /// <summary>Pages fold the source.</summary>
    public const string HideInput = "hide-input";

    /// <summary>Pages leave the source out.</summary>
    public const string RemoveInput = "remove-input";

    /// <summary>Pages leave the outputs out.</summary>
    public const string RemoveOutput = "remove-output";

    /// <summary>Pages leave the cell out.</summary>
    public const string RemoveCell = "remove-cell";

    /// <summary>Clearing a notebook's outputs spares the cell's.</summary>
    public const string KeepOutput = "keep_output";

    /// <summary>Whether the cell carries the tag.</summary>
    public static bool Has(Cell cell, string tag) =>
        cell.Metadata["tags"] is JsonArray tags
        && tags.Any(t => t is JsonValue value && value.TryGetValue(out string? name) && name == tag);
}
