using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace SongGenre.Notebooks.Kernel.Editing;

/// <summary>Decides whether code that is being typed is finished.</summary>
internal static class Completeness
{
    private const int Step = 4;

    // Left open: a comment, a verbatim string, #if, #region, a raw string.
    private static readonly string[] Open = ["CS1035", "CS1039", "CS1027", "CS1038", "CS8997"];

    // No further line closes a string that must end on its own.
    private const string NewlineInText = "CS1010";

    public static CodeCompleteness Of(string code)
    {
        var text = CSharpText.Of(code);
        if (string.IsNullOrWhiteSpace(text)) return new CodeCompleteness(CompletenessStatus.Complete, "");
        if (!CodeNesting.IsParsable(text)) return new CodeCompleteness(CompletenessStatus.Invalid, "");
        var tree = CSharpSyntaxTree.ParseText(text, ScriptCompiler.ParseOptions);
        var isWhole = SyntaxFactory.IsCompleteSubmission(tree);
        var errors = tree.GetDiagnostics().Where(fault => fault.Severity == DiagnosticSeverity.Error).ToList();
        if (errors.Count == 0 && isWhole) return new CodeCompleteness(CompletenessStatus.Complete, "");
        var open = errors.Any(error => Open.Contains(error.Id));
        return open || (!isWhole && !errors.Any(error => error.Id == NewlineInText))
            ? new CodeCompleteness(CompletenessStatus.Incomplete, Indent(text, tree, open))
            : new CodeCompleteness(CompletenessStatus.Invalid, "");
    }

    // One step deeper for each brace that the last line leaves open, or for the statement that it only begins.
    private static string Indent(string text, SyntaxTree tree, bool isInText)
    {
        var line = text.TrimEnd().Split('\n')[^1];
        var own = line.Length - line.TrimStart().Length;
        if (isInText) return line[..own];
        var (braces, others) = (0, 0);
        var start = text.TrimEnd().Length - line.Length;
        SyntaxToken last = default;
        foreach (var token in tree.GetRoot().DescendantTokens())
        {
            if (token.SpanStart < start || token.Span.Length == 0) continue;
            last = token;
            // A brace that closes what an earlier line opened has already moved its line.
            braces = token.Kind() switch
            {
                SyntaxKind.OpenBraceToken => braces + 1,
                SyntaxKind.CloseBraceToken => Math.Max(braces - 1, 0),
                _ => braces,
            };
            others = token.Kind() switch
            {
                SyntaxKind.OpenParenToken or SyntaxKind.OpenBracketToken => others + 1,
                SyntaxKind.CloseParenToken or SyntaxKind.CloseBracketToken => Math.Max(others - 1, 0),
                _ => others,
            };
        }

        var isBegun = last.Kind()
            is not (SyntaxKind.CloseBraceToken or SyntaxKind.SemicolonToken or SyntaxKind.CommaToken);
        var steps = braces > 0 ? braces : others > 0 || isBegun ? 1 : 0;
        return line[..own] + new string(' ', Step * steps);
    }
}
