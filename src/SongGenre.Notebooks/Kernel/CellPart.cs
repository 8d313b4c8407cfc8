using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace SongGenre.Notebooks.Kernel;

/// <summary>A stretch of a cell that runs as one: code, or a line that starts with <c>#!</c>.</summary>
/// <param name="Code">The stretch, with empty lines for what stands before it, so that line numbers are the cell's.</param>
/// <param name="Magic">The magic's name without <c>#!</c>; null for code.</param>
/// <param name="Argument">What follows the magic's name, without quotes.</param>
/// <param name="Line">The number of the stretch's first line in the cell, from 1.</param>
internal sealed record CellPart(string Code, string? Magic, string Argument, int Line)
{
    public static IReadOnlyList<CellPart> Split(string code, CSharpParseOptions options)
    {
        if (!code.Contains("#!", StringComparison.Ordinal)) return [new CellPart(code, null, "", 1)];
        var text = SourceText.From(code);
        var root = CSharpSyntaxTree.ParseText(text, options).GetRoot();
        var parts = new List<CellPart>();
        var first = 0;
        for (var i = 0; i < text.Lines.Count; i++)
        {
            var line = text.Lines[i];
            var content = line.ToString();
            if (!content.StartsWith("#!", StringComparison.Ordinal) || IsInsideText(root, line.Start)) continue;
            AddCode(i);
            var words = content[2..].Trim().Split([' ', '\t'], 2, StringSplitOptions.TrimEntries);
            parts.Add(new CellPart(content, words[0], words.Length > 1 ? words[1].Trim('"') : "", i + 1));
            first = i + 1;
        }

        AddCode(text.Lines.Count);
        return parts;

        void AddCode(int end)
        {
            if (end == first) return;
            var stretch = text.ToString(TextSpan.FromBounds(text.Lines[first].Start, text.Lines[end - 1].End));
            if (!string.IsNullOrWhiteSpace(stretch)) parts.Add(new CellPart(new string('\n', first) + stretch, null, "", first + 1));
        }
    }

    // A line of a raw string or of a comment is no magic.
    private static bool IsInsideText(SyntaxNode root, int position)
    {
        var token = root.FindToken(position);
        if (token.Span.Contains(position) && token.SpanStart < position) return true;
        var trivia = root.FindTrivia(position);
        return trivia.SpanStart < position && trivia.Span.Contains(position);
    }
}
