using System.Text;
using ColorCode;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SongGenre.Notebooks.Kernel;

namespace SongGenre.Notebooks.Reports;

/// <summary>Source code as HTML whose pieces carry classes; colours are the style sheet's affair.</summary>
internal static class CodeColours
{
    private static readonly CSharpParseOptions Script = CSharpParseOptions.Default.WithKind(SourceCodeKind.Script).WithLanguageVersion(LanguageVersion.Preview);

    /// <summary>The inner HTML of a <c>code</c> element.</summary>
    /// <param name="code">The source.</param>
    /// <param name="language">Its name as in a Markdown fence; an unknown one or none leaves the text plain.</param>
    public static string ToHtml(string code, string? language) => language?.ToLowerInvariant() switch
    {
        null or "" => Html.Escape(code),
        "csharp" or "c#" or "cs" => CodeNesting.IsParsable(code) ? CSharp(code) : Html.Escape(code),
        var name => Languages.FindById(name) is { } known ? Other(code, known) : Html.Escape(code),
    };

    // ColorCode's rules for C# predate raw strings and contextual keywords; the compiler's own lexer knows them.
    private static string CSharp(string code)
    {
        var html = new StringBuilder(code.Length * 2);
        foreach (var token in CSharpSyntaxTree.ParseText(code, Script).GetRoot().DescendantTokens())
        {
            foreach (var trivia in token.LeadingTrivia) Append(html, trivia.ToFullString(), Class(trivia));
            Append(html, token.Text, Class(token));
            foreach (var trivia in token.TrailingTrivia) Append(html, trivia.ToFullString(), Class(trivia));
        }
        return html.ToString();
    }

    private static void Append(StringBuilder html, string text, string? name)
    {
        if (text.Length == 0) return;
        string escaped = Html.Escape(text);
        html.Append(name is null ? escaped : $"<span class=\"{name}\">{escaped}</span>");
    }

    private static string? Class(SyntaxTrivia trivia) => trivia.Kind() switch
    {
        SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia
            or SyntaxKind.SingleLineDocumentationCommentTrivia or SyntaxKind.MultiLineDocumentationCommentTrivia => "comment",
        _ when trivia.IsDirective => "preprocessorKeyword",
        _ => null,
    };

    private static string? Class(SyntaxToken token) => token.Kind() switch
    {
        SyntaxKind.NumericLiteralToken => "number",
        SyntaxKind.StringLiteralToken or SyntaxKind.CharacterLiteralToken or SyntaxKind.Utf8StringLiteralToken
            or SyntaxKind.SingleLineRawStringLiteralToken or SyntaxKind.MultiLineRawStringLiteralToken
            or SyntaxKind.InterpolatedStringStartToken or SyntaxKind.InterpolatedStringTextToken
            or SyntaxKind.InterpolatedStringEndToken or SyntaxKind.InterpolatedVerbatimStringStartToken
            or SyntaxKind.InterpolatedSingleLineRawStringStartToken or SyntaxKind.InterpolatedMultiLineRawStringStartToken
            or SyntaxKind.InterpolatedRawStringEndToken => "string",
        SyntaxKind.IdentifierToken => Identifier(token),
        var kind when SyntaxFacts.IsReservedKeyword(kind) || SyntaxFacts.IsContextualKeyword(kind) => "keyword",
        _ => null,
    };

    private static string? Identifier(SyntaxToken token) => token.Parent switch
    {
        IdentifierNameSyntax { IsVar: true } => "keyword",
        BaseTypeDeclarationSyntax or DelegateDeclarationSyntax or ConstructorDeclarationSyntax => "type",
        MethodDeclarationSyntax or LocalFunctionStatementSyntax => "method",
        SimpleNameSyntax { Parent: InvocationExpressionSyntax call } name when call.Expression == name => "method",
        SimpleNameSyntax { Parent: MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax call } access } name
            when access.Name == name && call.Expression == access => "method",
        SimpleNameSyntax { Parent: MemberBindingExpressionSyntax { Parent: InvocationExpressionSyntax } } => "method",
        SimpleNameSyntax { Parent: not UsingDirectiveSyntax and not QualifiedNameSyntax } name when SyntaxFacts.IsInTypeOnlyContext(name) => "type",
        GenericNameSyntax => "type",
        _ => null,
    };

    private static string Other(string code, ILanguage language)
    {
        string html = new HtmlClassFormatter().GetHtmlString(code, language);
        // The formatter wraps its spans in <div><pre>, with a line break after one and before the other.
        int start = html.IndexOf("<pre>", StringComparison.Ordinal) + "<pre>".Length;
        int end = html.LastIndexOf("</pre>", StringComparison.Ordinal);
        return html[start..end].Trim('\r', '\n');
    }
}
