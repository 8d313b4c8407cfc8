namespace SongGenre.Notebooks.Runner;

/// <summary>A parameter's type as far as values can be given for it from outside.</summary>
/// <param name="Shape">What kind of type it is.</param>
/// <param name="Text">The type as C# source.</param>
internal sealed record ParameterType(ParameterShape Shape, string Text)
{
    public static ParameterType Any { get; } = new(ParameterShape.Any, "object");

    /// <summary>Whether null is one of its values.</summary>
    public bool IsNullable { get; init; }

    /// <summary>The type of a list's items or of a dictionary's values.</summary>
    public ParameterType? Element { get; init; }

    /// <summary>An enum's names.</summary>
    public IReadOnlyList<string> Members { get; init; } = [];

    /// <summary>Whether no declaration gives the type, so that the value's source must.</summary>
    public bool IsInferred { get; init; }

    /// <summary>What a value must be, for an error message.</summary>
    public string Expected => Shape switch
    {
        ParameterShape.List => $"{Text}, a list such as [a, b] with items of {Element!.Expected}",
        ParameterShape.Dictionary => $"{Text}, a mapping such as {{a: b}} with values of {Element!.Expected}",
        ParameterShape.Enum => $"{Text}, one of {string.Join(", ", Members)}",
        ParameterShape.Any => "a number, true, false, null, a text, a list or a mapping",
        _ => ScalarHint(Text.TrimEnd('?')) is { Length: > 0 } hint ? $"{Text}, {hint}" : Text,
    };

    private static string ScalarHint(string name) => name switch
    {
        "sbyte" or "byte" or "short" or "ushort" or "int" or "uint" or "long" or "ulong" => "a whole number in its range",
        "double" or "float" or "decimal" => "a number such as 0.5",
        "bool" => "true or false",
        "char" => "one character",
        "DateTime" => "a time such as 2026-01-31 or 2026-01-31T18:30:00",
        "DateOnly" => "a day such as 2026-01-31",
        "TimeSpan" => "a duration such as 01:30:00",
        _ => "",
    };
}
