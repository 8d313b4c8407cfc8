using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace SongGenre.Notebooks.Runner;

/// <summary>
/// Writes given values as C# of a parameter's type. Nothing of a value is ever code: numbers, times and names are
/// parsed and written anew, texts are escaped.
/// </summary>
internal static class ParameterConversion
{
    /// <summary>The value of a parameter; null when it is none of the type.</summary>
    public static ParameterLiteral? Convert(ParameterOverride given, ParameterType type)
    {
        var value = given.Value;
        if (given is { IsText: true, Value: YamlScalarNode { Value: { } text } }
            && type.Shape is ParameterShape.List or ParameterShape.Dictionary && ParameterYaml.ParseValue(text) is { } parsed)
            value = parsed;
        return Convert(value, type);
    }

    private static ParameterLiteral? Convert(YamlNode value, ParameterType type)
    {
        if (type.Shape == ParameterShape.Any)
            return ParameterInference.Of(value) is { } inferred ? Convert(value, inferred) : null;
        if (type.IsNullable && IsNull(value)) return new("null", null);
        return (type.Shape, value) switch
        {
            (ParameterShape.Scalar, YamlScalarNode scalar) => ParameterScalar.Convert(
                scalar.Value ?? "", type.Text.TrimEnd('?'), IsQuoted(scalar)),
            (ParameterShape.Enum, YamlScalarNode { Value: { } member }) when type.Members.Contains(member) =>
                new($"{type.Text.TrimEnd('?')}.{ParameterName.Source(member)}", member),
            (ParameterShape.List, YamlSequenceNode list) => Sequence(list, type),
            (ParameterShape.Dictionary, YamlMappingNode mapping) => Mapping(mapping, type),
            _ => null,
        };
    }

    /// <summary>Whether a text must stay text: it was quoted or is a block.</summary>
    public static bool IsQuoted(YamlScalarNode scalar) => scalar.Style is not (ScalarStyle.Plain or ScalarStyle.Any);

    /// <summary>Whether YAML means null: <c>null</c>, <c>~</c> or nothing.</summary>
    public static bool IsNull(YamlNode value) => value is YamlScalarNode scalar && !IsQuoted(scalar)
        && scalar.Value is null or "" or "~" or "null" or "Null" or "NULL";

    private static ParameterLiteral? Sequence(YamlSequenceNode list, ParameterType type)
    {
        var items = list.Children.Select(item => Convert(item, type.Element!)?.Source).ToList();
        if (items.Contains(null)) return null;
        var all = string.Join(", ", items);
        return new(!type.IsInferred ? $"[{all}]" : all.Length > 0 ? $"new {type.Text} {{ {all} }}" : $"new {type.Text} {{ }}", null);
    }

    private static ParameterLiteral? Mapping(YamlMappingNode mapping, ParameterType type)
    {
        var entries = new List<string>();
        foreach (var (key, value) in mapping.Children)
        {
            if (key is not YamlScalarNode { Value: { } name } || Convert(value, type.Element!) is not { } literal)
                return null;
            entries.Add($"[{ParameterScalar.Quote(name)}] = {literal.Source}");
        }

        var all = entries.Count > 0 ? $"{{ {string.Join(", ", entries)} }}" : "{ }";
        return new($"new Dictionary<string, {type.Element!.Text}> {all}", null);
    }
}
