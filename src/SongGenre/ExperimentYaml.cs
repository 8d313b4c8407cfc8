using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace SongGenre;

/// <summary>
/// Reads YAML into nodes. Aliases, anchors, tags, deep nesting and large texts are refused before anything is built of
/// them: an experiment needs none, and they are how a small file becomes a large one in memory.
/// </summary>
internal static class ExperimentYaml
{
    /// <summary>Characters or bytes of the longest text that is read.</summary>
    public const int LongestText = 64 * 1024;

    private const int DeepestLevel = 4;

    /// <summary>The root of a text's only document; null for a text without a document.</summary>
    /// <param name="text">The YAML.</param>
    /// <param name="at">Names a line of the text in errors.</param>
    public static YamlNode? Parse(string text, Func<long, string> at)
    {
        if (text.Length > LongestText)
            throw new SongGenreException($"{at(1)}: is longer than {LongestText} characters; an experiment is short.");
        var stream = new YamlStream();
        try
        {
            stream.Load(new GuardedParser(new Parser(new StringReader(text)), at));
        }
        catch (YamlException e)
        {
            var message = e.Message.ReplaceLineEndings(" ");
            throw new SongGenreException($"{at(e.Start.Line)}: isn't valid YAML: {message}", e);
        }

        return stream.Documents switch
        {
            [] => null,
            [var only] => only.RootNode,
            [_, var second, ..] => throw new SongGenreException(
                $"{at(second.RootNode.Start.Line)}: is a second document; keep one."),
        };
    }

    private sealed class GuardedParser(Parser parser, Func<long, string> at) : IParser
    {
        private int _level;

        public ParsingEvent? Current => parser.Current;

        public bool MoveNext()
        {
            if (!parser.MoveNext()) return false;
            var current = parser.Current!;
            _level += current.NestingIncrease;
            if (_level > DeepestLevel + 2) throw Refused("is nested too deeply");
            if (current is AnchorAlias or NodeEvent { Anchor.IsEmpty: false })
                throw Refused("uses an anchor or alias (& or *)");
            if (current is NodeEvent { Tag: { IsEmpty: false, IsNonSpecific: false } }) throw Refused("uses a tag (!)");
            return true;

            SongGenreException Refused(string what) =>
                new($"{at(current.Start.Line)}: {what}, which an experiment must not; write the value itself.");
        }
    }
}
