using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SongGenre.Notebooks.Runner;

/// <summary>What a parameter's comments say about it.</summary>
internal static partial class ParameterComment
{
    /// <summary>The comments directly above the declaration, then those behind the variable, on one line.</summary>
    public static string Of(FieldDeclarationSyntax declaration, VariableDeclaratorSyntax variable)
    {
        var variables = declaration.Declaration.Variables;
        var place = variables.IndexOf(variable);
        SyntaxTriviaList behind = place < variables.SeparatorCount ? variables.GetSeparator(place).TrailingTrivia : [];
        if (!behind.Any(IsComment)) behind = declaration.SemicolonToken.TrailingTrivia;
        var texts = Above(declaration.GetLeadingTrivia()).Concat(behind.Where(IsComment)).Select(trivia => Text(trivia.ToString()));
        return texts.Where(text => text.Length > 0).Aggregate("", Joined);
    }

    // A comment that is no sentence of its own isn't run together with the next.
    private static string Joined(string before, string text) =>
        before.Length == 0 ? text : before[^1] is '.' or '!' or '?' or ':' or ';' or ',' ? $"{before} {text}" : $"{before}; {text}";

    // Up to the first blank line: what stands above that is a heading.
    private static IEnumerable<SyntaxTrivia> Above(SyntaxTriviaList leading)
    {
        var kept = new List<SyntaxTrivia>();
        var lineEnds = 0;
        foreach (var trivia in leading.Reverse())
        {
            if (IsComment(trivia))
            {
                kept.Add(trivia);
                lineEnds = 0;
            }
            else if (trivia.IsKind(SyntaxKind.EndOfLineTrivia) && ++lineEnds > 1)
            {
                break;
            }
        }

        return Enumerable.Reverse(kept);
    }

    private static bool IsComment(SyntaxTrivia trivia) =>
        trivia.IsKind(SyntaxKind.SingleLineCommentTrivia) || trivia.IsKind(SyntaxKind.MultiLineCommentTrivia);

    private static string Text(string comment)
    {
        var inner = comment.StartsWith("/*", StringComparison.Ordinal) ? comment[2..^2] : comment.TrimStart('/');
        var lines = Tag().Replace(inner, "").Split('\n').Select(line => line.Trim().TrimStart('*').Trim());
        return string.Join(' ', lines.Where(line => line.Length > 0));
    }

    [GeneratedRegex(@"</?(summary|remarks|value|para|c|see|paramref|example)\b[^>]*>")]
    private static partial Regex Tag();
}
