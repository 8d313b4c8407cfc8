using Microsoft.CodeAnalysis.Text;
using SongGenre.Notebooks.Documents;

namespace SongGenre.Notebooks.Kernel.Editing;

/// <summary>Tells a cell's C# from its magics and from stretches in other languages.</summary>
internal static class CSharpText
{
    /// <summary>The code with blanks in place of all that isn't C#: every character stays where it was.</summary>
    public static string Of(string code)
    {
        if (!code.Contains("#!", StringComparison.Ordinal)) return code;
        var characters = code.ToCharArray();
        foreach (var (line, isCSharp) in Lines(code))
            if (!isCSharp) characters.AsSpan(line.Start, line.Length).Fill(' ');
        return new string(characters);
    }

    /// <summary>Whether a place is in a line of C#.</summary>
    public static bool IsAt(string code, int position) =>
        Lines(code).Last(entry => entry.Line.Start <= position).IsCSharp;

    private static IEnumerable<(TextSpan Line, bool IsCSharp)> Lines(string code)
    {
        var isCSharp = true;
        foreach (var line in SourceText.From(code).Lines)
        {
            var content = line.ToString();
            var isMagic = content.StartsWith("#!", StringComparison.Ordinal);
            if (isMagic) isCSharp = Keeps(content[2..].Trim().Split([' ', '\t'])[0], isCSharp);
            yield return (line.Span, isCSharp && !isMagic);
        }
    }

    private static bool Keeps(string magic, bool isCSharp) =>
        Magic.Find(magic) is { IsLanguage: true } language ? language.Name == CellLanguage.CSharp : isCSharp;
}
