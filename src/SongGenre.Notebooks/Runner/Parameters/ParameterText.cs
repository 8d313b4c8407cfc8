using YamlDotNet.RepresentationModel;

namespace SongGenre.Notebooks.Runner;

/// <summary>Values as error messages show them: one short line.</summary>
internal static class ParameterText
{
    private const int Longest = 60;

    public static string Shown(YamlNode value) => value is YamlScalarNode scalar
        ? Shown(scalar.Value ?? "")
        : Cut(string.Concat(Pieces(value).Take(Longest)));

    public static string Shown(string text) => $"'{Cut(text)}'";

    private static string Cut(string text)
    {
        var line = string.Concat(text.Take(Longest + 1).Select(c => char.IsControl(c) || char.IsSurrogate(c) ? ' ' : c));
        return line.Length > Longest ? line[..(Longest - 1)] + "…" : line;
    }

    // As flow YAML, in pieces, so that a long list isn't written out to be cut.
    private static IEnumerable<string> Pieces(YamlNode value)
    {
        switch (value)
        {
            case YamlSequenceNode list:
                yield return "[";
                foreach (var (i, item) in list.Children.Index())
                {
                    if (i > 0) yield return ", ";
                    foreach (var piece in Pieces(item)) yield return piece;
                }

                yield return "]";
                break;
            case YamlMappingNode mapping:
                yield return "{";
                foreach (var (i, pair) in mapping.Children.Index())
                {
                    if (i > 0) yield return ", ";
                    foreach (var piece in Pieces(pair.Key).Append(": ").Concat(Pieces(pair.Value))) yield return piece;
                }

                yield return "}";
                break;
            default:
                yield return (value as YamlScalarNode)?.Value ?? "null";
                break;
        }
    }
}
