using Microsoft.CodeAnalysis.CSharp;

namespace SongGenre.Notebooks.Kernel;

/// <summary>
/// Whether code can be parsed in bounded time. The compiler's parser tries an open bracket as several things in turn, so
/// that damaged code with thousands of them takes it minutes, and dozens of <c>? [</c> in each other for ever.
/// </summary>
internal static class CodeNesting
{
    private const int DeepestBracket = 100;
    private const int DeepestAngle = 200;
    private const int DeepestConditional = 6;

    // The lexer calls itself for each open bracket in the hole of an interpolated text; its stack holds about 14,000.
    private const int MostBesideHoles = 5_000;

    /// <summary>Whether it nests no deeper than people write; seen by the lexer alone, whose time is that of the length.</summary>
    public static bool IsParsable(string code)
    {
        if (!IsReadable(code)) return false;
        var isConditional = new Stack<bool>();
        int conditionals = 0, angles = 0;
        var previous = SyntaxKind.None;
        foreach (var token in SyntaxFactory.ParseTokens(code))
        {
            var kind = token.Kind();
            switch (kind)
            {
                case SyntaxKind.OpenParenToken or SyntaxKind.OpenBracketToken or SyntaxKind.OpenBraceToken:
                    isConditional.Push(kind == SyntaxKind.OpenBracketToken && previous == SyntaxKind.QuestionToken);
                    if (isConditional.Peek()) conditionals++;
                    break;
                case SyntaxKind.CloseParenToken or SyntaxKind.CloseBracketToken or SyntaxKind.CloseBraceToken:
                    if (isConditional.TryPop(out var was) && was) conditionals--;
                    break;
            }

            // An open '<' may be a comparison, which ends with its statement.
            angles = kind switch
            {
                SyntaxKind.LessThanToken => angles + 1,
                SyntaxKind.SemicolonToken or SyntaxKind.OpenBraceToken or SyntaxKind.CloseBraceToken => 0,
                _ => angles,
            };
            if (isConditional.Count > DeepestBracket || conditionals > DeepestConditional || angles > DeepestAngle) return false;
            previous = kind;
        }

        return true;
    }

    // Which brackets are closed again is known only once the code has been read: all that are opened count.
    private static bool IsReadable(string code)
    {
        if (!code.Contains('$', StringComparison.Ordinal)) return true;
        var opened = 0;
        foreach (var c in code) opened += c is '(' or '[' or '{' ? 1 : 0;
        return opened <= MostBesideHoles;
    }
}
