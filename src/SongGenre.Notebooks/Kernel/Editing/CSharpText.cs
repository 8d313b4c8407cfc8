using Microsoft.CodeAnalysis.Text;

namespace SongGenre.Notebooks.Kernel.Editing;

/// <summary>A cell's C# alone, with every character where it was.</summary>
internal static class CSharpText
{
    /// <summary>The code with blanks in place of magics and of stretches in other languages.</summary>
    public static string Of(string code)
    {
        if (!code.Contains("#!", StringComparison.Ordinal)) return code;
        var text = SourceText.From(code);
        var characters = code.ToCharArray();
        var isCSharp = true;
        foreach (var line in text.Lines)
        {
            var content = code.AsSpan(line.Start, line.Span.Length);
            var isMagic = content.StartsWith("#!");
            if (isMagic)
            {
                var name = content[2..].Trim();
                isCSharp = name.IndexOfAny(' ', '\t') is var end and >= 0 ? Keeps(name[..end], isCSharp) : Keeps(name, isCSharp);
            }

            if (isMagic || !isCSharp) characters.AsSpan(line.Start, line.Span.Length).Fill(' ');
        }

        return new string(characters);
    }

    // Only the magics that name a language change the language of the lines below them.
    private static bool Keeps(ReadOnlySpan<char> magic, bool isCSharp) => magic switch
    {
        "csharp" or "c#" or "C#" => true,
        "html" or "javascript" or "js" or "markdown" or "mermaid" or "value" => false,
        _ => isCSharp,
    };
}
