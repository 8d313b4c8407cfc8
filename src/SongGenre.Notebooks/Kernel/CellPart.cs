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
        TextLines? lines = null;
        for (var i = 0; i < text.Lines.Count; i++)
        {
            if (!IsMagic(i)) continue;
            Add(i);
            (magic, first, lines) = (i, i + 1, null);
            language = Kernel.Magic.Language(NameOf(LineText(i))) ?? language;
        }

        Add(text.Lines.Count);
        return parts;

        string LineText(int i) => text.Lines[i].ToString();

        bool IsMagic(int i)
        {
            var line = LineText(i);
            // A line such as #!/bin/sh is none.
            if (!line.StartsWith("#!", StringComparison.Ordinal) || line.Length < 3 || !char.IsAsciiLetter(line[2]))
                return false;
            // What follows a magic is read on its own: text in another language would confuse a reader of C#.
            if (language == Documents.CellLanguage.CSharp)
                return !(lines ??= new TextLines(code, text.Lines[first].Start)).Continues(text.Lines[i].Start);
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

    /// <summary>Which lines of C# go on with what an earlier one began: a raw string or a comment.</summary>
    /// <remarks>
    /// Only the lexer is asked, and only for up to twice as much as a part turns out to hold: a cell may have as many
    /// parts as lines.
    /// </remarks>
    private sealed class TextLines(string code, int start)
    {
        private readonly List<TextSpan> texts = [];
        private int read;
        private int next;

        /// <summary>Whether the line at a place is such a one; asked for one place after the other.</summary>
        public bool Continues(int place)
        {
            if (place == start) return false;
            if (place >= read) Read(Math.Min(code.Length, place + 1 + (place - start)));
            while (next < texts.Count && texts[next].End <= place) next++;
            return next < texts.Count && texts[next].Start < place;
        }

        private void Read(int end)
        {
            texts.Clear();
            (read, next) = (end, 0);
            foreach (var token in SyntaxFactory.ParseTokens(
                code[start..end], initialTokenPosition: start, options: ScriptCompiler.ParseOptions))
            {
                texts.AddRange(token.LeadingTrivia.Select(trivia => trivia.FullSpan));
                texts.Add(token.Span);
                texts.AddRange(token.TrailingTrivia.Select(trivia => trivia.FullSpan));
            }
        }
    }
}
