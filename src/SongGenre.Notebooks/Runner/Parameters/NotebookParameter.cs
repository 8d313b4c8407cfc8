namespace SongGenre.Notebooks.Runner;

/// <summary>A parameter that a notebook declares.</summary>
/// <param name="Name">The variable's name.</param>
/// <param name="Type">Its type as C# source; of <c>var</c> the type of its value.</param>
/// <param name="Default">The source of its default; null when it has none.</param>
/// <param name="Comment">What the comments above it and at its line's end say, on one line; empty without any.</param>
public sealed record NotebookParameter(string Name, string Type, string? Default, string Comment)
{
    internal ParameterType Kind { get; init; } = ParameterType.Any;

    /// <summary>The default in the name of a file; null unless it is a plain constant.</summary>
    internal string? DefaultText { get; init; }

    /// <summary>The name as the declaration writes it.</summary>
    internal string Source { get; init; } = Name;

    /// <summary>What a new declaration starts with; null for a variable that can be assigned to.</summary>
    internal string? Redeclaration { get; init; }
}
