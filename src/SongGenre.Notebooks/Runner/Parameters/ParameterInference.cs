using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace SongGenre.Notebooks.Runner;

/// <summary>The types of values that no declaration gives a type: those of YAML 1.2's core schema.</summary>
internal static partial class ParameterInference
{
    /// <summary>The value's type; null for a whole number that no C# type of the schema holds, or a key that is no
    /// text.</summary>
    public static ParameterType? Of(YamlNode value) => value switch
    {
        YamlScalarNode scalar => OfScalar(scalar),
        YamlSequenceNode list => Common(list.Children) is { } item
            ? new(ParameterShape.List, item.Text + "[]") { Element = item, IsInferred = true }
            : null,
        YamlMappingNode mapping => Common(mapping.Children.Values) is { } item
            ? new(ParameterShape.Dictionary, $"Dictionary<string, {item.Text}>") { Element = item, IsInferred = true }
            : null,
        _ => null,
    };

    private static ParameterType? OfScalar(YamlScalarNode scalar)
    {
        var text = scalar.Value ?? "";
        if (ParameterConversion.IsQuoted(scalar)) return Scalar("string");
        if (ParameterConversion.IsNull(scalar)) return Scalar("object") with { IsNullable = true };
        if (text is "true" or "True" or "TRUE" or "false" or "False" or "FALSE") return Scalar("bool");
        if (WholeNumber().IsMatch(text))
        {
            string[] fitting = ["int", "long", "ulong"];
            return Array.Find(fitting, type => ParameterScalar.Convert(text, type, quoted: false) is not null) is { } fits ? Scalar(fits) : null;
        }

        return Scalar(Number().IsMatch(text) ? "double" : "string");
    }

    private static ParameterType? Common(IEnumerable<YamlNode> values)
    {
        var types = values.Select(Of).Distinct().ToList();
        return types switch
        {
            _ when types.Contains(null) => null,
            [var only] when !only!.IsNullable => only,
            [_, ..] when types.All(type => type!.Text is "int" or "long") => Scalar("long"),
            [_, ..] when types.All(type => type!.Text is "int" or "long" or "double") => Scalar("double"),
            _ => ParameterType.Any,
        };
    }

    private static ParameterType Scalar(string name) => new(ParameterShape.Scalar, name) { IsInferred = true };

    [GeneratedRegex(@"^([-+]?[0-9]+|0x[0-9a-fA-F]+)\z")]
    private static partial Regex WholeNumber();

    [GeneratedRegex(@"^([-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN))\z")]
    private static partial Regex Number();
}
