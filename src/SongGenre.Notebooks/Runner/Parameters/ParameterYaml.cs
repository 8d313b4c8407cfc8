using SongGenre.Notebooks.Documents;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace SongGenre.Notebooks.Runner;

/// <summary>YAML as parameters need it: small, shallow, every value written where it stands.</summary>
internal static class ParameterYaml
{
    private const int LargestFile = 1 << 20;
    private const int DeepestLevel = 16;

    public static YamlNode? ReadFile(string path)
    {
        if (new FileInfo(path) is { Exists: true, Length: > LargestFile })
            throw new NotebookException($"{path}: is over 1 MB; parameters are short, data goes into files of its own");
        var text = Utf8File.Read(path, "a YAML file").TrimStart('\uFEFF');
        return Parse(text, line => $"{path} line {line}");
    }

    /// <summary>A list or mapping in the text of one value; null when the text is none.</summary>
    public static YamlNode? ParseValue(string text)
    {
        try
        {
            return Parse(text, line => $"line {line}");
        }
        catch (NotebookException)
        {
            return null;
        }
    }

    private static YamlNode? Parse(string text, Func<long, string> at)
    {
        try
        {
            // Before anything is built: deep nesting would overflow the stack, aliases would fill the memory.
            Inspect(new Parser(new StringReader(text)), at);
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            if (stream.Documents.Count > 1)
            {
                var second = stream.Documents[1].RootNode;
                throw new NotebookException($"{at(second.Start.Line)}: a second document starts; keep one");
            }

            return stream.Documents is [var only] && !IsEmpty(only.RootNode) ? only.RootNode : null;
        }
        catch (YamlException e)
        {
            throw new NotebookException(
                $"{at(e.Start.Line)}: this is not YAML: {e.Message.ReplaceLineEndings(" ")}", e);
        }
    }

    private static bool IsEmpty(YamlNode root) =>
        root is YamlScalarNode { Value: "" or null, Style: ScalarStyle.Plain };

    private static void Inspect(Parser events, Func<long, string> at)
    {
        var level = 0;
        while (events.MoveNext())
        {
            var current = events.Current!;
            level += current.NestingIncrease;
            // The stream and the document are levels too.
            var wrong = level > DeepestLevel + 2 ? $"values are nested more than {DeepestLevel} deep"
                : current is AnchorAlias or NodeEvent { Anchor.IsEmpty: false } ? "anchors and aliases (& and *) are not for parameters"
                : current is NodeEvent { Tag: { IsEmpty: false, IsNonSpecific: false } } ? "tags (!) are not for parameters"
                : null;
            if (wrong is not null)
                throw new NotebookException($"{at(current.Start.Line)}: {wrong}; write the value itself");
        }
    }
}
