using Microsoft.CodeAnalysis.Text;
using SongGenre.Notebooks.Documents;

namespace SongGenre.Notebooks.Kernel.Editing;

/// <summary>Tells a cell's C# from its magics and from stretches in other languages, as a run does.</summary>
internal static class CSharpText
{
    /// <summary>The code with blanks in place of all that isn't C#: every character stays where it was.</summary>
    public static string Of(string code)
    {
        if (!code.Contains("#!", StringComparison.Ordinal)) return code;
        var characters = code.ToCharArray();
        foreach (var line in OtherLines(code)) characters.AsSpan(line.Start, line.Length).Fill(' ');
        return new string(characters);
    }

    /// <summary>Whether a place is in a line of C#.</summary>
    public static bool IsAt(string code, int position) =>
        !OtherLines(code).Any(line => line.Start <= position && position <= line.End);

    private static IEnumerable<TextSpan> OtherLines(string code)
    {
        var lines = SourceText.From(code).Lines;
        var parts = CellPart.Split(code, CellLanguage.CSharp);
        for (var i = 0; i < parts.Count; i++)
        {
            if (parts[i].Magic is not null) yield return lines[parts[i].Line - 1].Span;
            if (parts[i].Language == CellLanguage.CSharp) continue;
            var end = i + 1 < parts.Count ? parts[i + 1].Line - 1 : lines.Count;
            for (var line = parts[i].FirstLine - 1; line < end; line++) yield return lines[line].Span;
        }
    }
}
