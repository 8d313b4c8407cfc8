using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FindSymbols;
using Microsoft.CodeAnalysis.QuickInfo;

namespace SongGenre.Notebooks.Kernel.Editing;

/// <summary>Tells what is known about a name, as Roslyn does in editors' tooltips.</summary>
internal static class CodeInspection
{
    public static async Task<Inspection?> At(
        SessionDocuments session, ScriptState state, string code, int position, CancellationToken cancel)
    {
        if (!CSharpText.IsAt(code, position)) return null;
        var document = await session.Next(state, CSharpText.Of(code), cancel);
        if (QuickInfoService.GetService(document) is not { } service) return null;
        var root = (await document.GetSyntaxRootAsync(cancel))!;
        foreach (var place in Places(root, position))
        {
            var info = await service.GetQuickInfoAsync(document, place, cancel);
            if (info is null || info.Sections.IsEmpty) continue;
            var symbol = await SymbolFinder.FindSymbolAtPositionAsync(document, place, cancel);
            return InspectionText.Of(info, symbol);
        }

        return null;
    }

    // The name at the place or just before it, else what the place's argument list belongs to.
    private static IEnumerable<int> Places(SyntaxNode root, int position)
    {
        var token = root.FindToken(position);
        if (token.SpanStart >= position && position > 0 && !IsName(token, position))
            token = root.FindToken(position - 1);
        if (token.Span.Contains(position) && IsText(token)) yield break;
        if (IsName(token, position)) yield return token.SpanStart;
        if (IsInComment(root, position)) yield break;
        foreach (var arguments in root.FindToken(Math.Max(position - 1, 0)).Parent?.AncestorsAndSelf() ?? [])
            if (arguments is BaseArgumentListSyntax or AttributeArgumentListSyntax
                && arguments.SpanStart < position && position <= arguments.Span.End
                && Callee(arguments.Parent) is { } callee)
                yield return callee.SpanStart;
    }

    private static SyntaxToken? Callee(SyntaxNode? call) => call switch
    {
        InvocationExpressionSyntax invocation => NameOf(invocation.Expression),
        ObjectCreationExpressionSyntax creation => NameOf(creation.Type),
        ImplicitObjectCreationExpressionSyntax creation => creation.NewKeyword,
        AttributeSyntax attribute => NameOf(attribute.Name),
        ConstructorInitializerSyntax initializer => initializer.ThisOrBaseKeyword,
        _ => null,
    };

    private static SyntaxToken? NameOf(SyntaxNode expression) => expression switch
    {
        MemberAccessExpressionSyntax member => member.Name.Identifier,
        MemberBindingExpressionSyntax member => member.Name.Identifier,
        QualifiedNameSyntax qualified => qualified.Right.Identifier,
        AliasQualifiedNameSyntax qualified => qualified.Name.Identifier,
        SimpleNameSyntax name => name.Identifier,
        _ => null,
    };

    private static bool IsName(SyntaxToken token, int position) =>
        token.SpanStart <= position && position <= token.Span.End && token.Span.Length > 0
        && (token.IsKind(SyntaxKind.IdentifierToken) || SyntaxFacts.IsKeywordKind(token.Kind()));

    private static bool IsText(SyntaxToken token) =>
        token.IsKind(SyntaxKind.StringLiteralToken) || token.IsKind(SyntaxKind.CharacterLiteralToken)
        || token.IsKind(SyntaxKind.InterpolatedStringTextToken) || token.IsKind(SyntaxKind.Utf8StringLiteralToken);

    private static bool IsInComment(SyntaxNode root, int position)
    {
        var trivia = root.FindTrivia(Math.Max(position - 1, 0));
        return trivia.IsKind(SyntaxKind.SingleLineCommentTrivia) || trivia.IsKind(SyntaxKind.MultiLineCommentTrivia);
    }
}
