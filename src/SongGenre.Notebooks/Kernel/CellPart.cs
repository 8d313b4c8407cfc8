using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace SongGenre.Notebooks.Kernel;

/// <summary>
/// A stretch of a cell that runs as one: a line that starts with <c>#!</c>, if any, and what follows it.
/// </summary>
/// <param name="Magic">The line that starts with <c>#!</c>; null at a cell's beginning that has none.</param>
/// <param name="Text">What follows it.</param>
/// <param name="Line">The number of the magic's line in the cell, or of the text's first line, from 1.</param>
/// <param name="Language">The text's language.</param>
internal sealed record CellPart(string? Magic, string Text, int Line, string Language)
{
    /// <summary>The text behind empty lines for all that stands before it, so that line numbers are the cell's.</summary>
    public string Code => string.IsNullOrWhiteSpace(Text) ? "" : new string('\n', FirstLine - 1) + Text;

    /// <summary>The number of the text's first line in the cell, from 1.</summary>
    public int FirstLine => Magic is null ? Line : Line + 1;

    /// <summary>Takes a cell apart.</summary>
    /// <param name="code">The cell.</param>
    /// <param name="language">The language that it begins in.</param>
    public static IReadOnlyList<CellPart> Split(string code, string language)
    {
        if (!code.Contains("#!", StringComparison.Ordinal)) return [new CellPart(null, code, 1, language)];
        var text = SourceText.From(code);
        var parts = new List<CellPart>();
        int first = 0, magic = -1;
        var root = Parse(0);
        for (var i = 0; i < text.Lines.Count; i++)
        {
            if (!IsMagic(i)) continue;
            Add(i);
            (magic, first) = (i, i + 1);
            language = Kernel.Magic.Language(NameOf(LineText(i))) ?? language;
            // What follows is read on its own: text in another language would confuse a reader of C#.
            root = Parse(first);
        }

        Add(text.Lines.Count);
        return parts;

        string LineText(int i) => text.Lines[i].ToString();

        SyntaxNode? Parse(int line)
        {
            if (language != Documents.CellLanguage.CSharp || line >= text.Lines.Count) return null;
            var rest = text.GetSubText(text.Lines[line].Start);
            return CodeNesting.IsParsable(rest.ToString())
                ? CSharpSyntaxTree.ParseText(rest, ScriptCompiler.ParseOptions).GetRoot()
                : null;
        }

        bool IsMagic(int i)
        {
            var line = LineText(i);
            // A line such as #!/bin/sh is none.
            if (!line.StartsWith("#!", StringComparison.Ordinal) || line.Length < 3 || !char.IsAsciiLetter(line[2]))
                return false;
            if (root is not null) return !IsInsideText(root, text.Lines[i].Start - text.Lines[first].Start);
            // A text that is kept may say anything.
            return language != "value" || Kernel.Magic.Find(NameOf(line)) is not null;
        }

        void Add(int end)
        {
            var stretch = end == first
                ? ""
                : text.ToString(TextSpan.FromBounds(text.Lines[first].Start, text.Lines[end - 1].End));
            if (magic >= 0) parts.Add(new CellPart(LineText(magic), stretch, magic + 1, language));
            else if (!string.IsNullOrWhiteSpace(stretch)) parts.Add(new CellPart(null, stretch, 1, language));
        }
    }

    private static string NameOf(string line) => line[2..].Split([' ', '\t'], 2)[0];

    // A line of a raw string or of a comment is no magic.
    private static bool IsInsideText(SyntaxNode root, int position)
    {
        var token = root.FindToken(position);
        if (token.Span.Contains(position) && token.SpanStart < position) return true;
        var trivia = root.FindTrivia(position);
        return trivia.SpanStart < position && trivia.Span.Contains(position);
    }
}
