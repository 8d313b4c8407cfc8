using Microsoft.CodeAnalysis.CSharp;

namespace SongGenre.Notebooks.Runner;

/// <summary>Names as C# writes them.</summary>
internal static class ParameterName
{
    public static bool IsValid(string name) => SyntaxFacts.IsValidIdentifier(name);

    /// <summary>The name in source; with an '@' where it is a word of the language.</summary>
    public static string Source(string name) =>
        SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None || SyntaxFacts.GetContextualKeywordKind(name) != SyntaxKind.None
            ? "@" + name
            : name;
}
