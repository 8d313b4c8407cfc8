using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace SongGenre.Notebooks.Kernel;

/// <summary>
/// <c>using var x = …;</c> at a cell's top level, which the compiler knows in programs but takes for a broken directive
/// in scripts. The keyword is taken away, and what the variables hold is disposed of when the cell ends.
/// </summary>
internal static class UsingDeclarations
{
    /// <summary>The tree without the keywords, each position as it was, and the variables in their order.</summary>
    public static (SyntaxTree Tree, ImmutableArray<string> Variables) TakeFrom(SyntaxTree tree, CancellationToken cancel)
    {
        var text = tree.GetText(cancel);
        // Scripts without a syntax error have none, and looking for them isn't free.
        if (!tree.GetDiagnostics(cancel).Any()) return (tree, []);
        var keywords = Keywords(tree.GetRoot(cancel), text.ToString());
        if (keywords.Count == 0) return (tree, []);
        var changed = text.WithChanges(keywords.Select(span => new TextChange(span, new string(' ', span.Length))));
        var without = CSharpSyntaxTree.ParseText(changed, (CSharpParseOptions)tree.Options, tree.FilePath, cancel);
        var variables = without.GetRoot(cancel).DescendantNodes().OfType<FieldDeclarationSyntax>()
            .Where(field => keywords.Any(span => Follows(changed, span.End, field.SpanStart)))
            .SelectMany(field => field.Declaration.Variables).Select(variable => variable.Identifier.ValueText);
        return (without, [.. variables]);
    }

    /// <summary>Disposes of what variables hold, the last one first.</summary>
    /// <exception cref="NotebookException">A variable holds something that can't be disposed of.</exception>
    public static async Task DisposeAsync(ScriptState state, ImmutableArray<string> variables)
    {
        if (variables.IsEmpty) return;
        var known = ScriptVariable.Of(state).ToDictionary(variable => variable.Name, variable => variable.Value);
        foreach (var name in variables.Reverse())
        {
            switch (known.GetValueOrDefault(name))
            {
                case IAsyncDisposable value:
                    await value.DisposeAsync();
                    break;
                case IDisposable value:
                    value.Dispose();
                    break;
                case { } value:
                    throw new NotebookException(
                        $"using {name}: {value.GetType().Name} has no Dispose or DisposeAsync; remove the word using");
            }
        }
    }

    private static bool Follows(SourceText text, int end, int start) =>
        end <= start && string.IsNullOrWhiteSpace(text.ToString(TextSpan.FromBounds(end, start)));

    // Of "using" and of "await using" where a variable's declaration follows.
    private static List<TextSpan> Keywords(SyntaxNode root, string text)
    {
        var spans = new List<TextSpan>();
        SyntaxToken before = default;
        foreach (var token in root.DescendantTokens(descendIntoTrivia: true))
        {
            if (token.IsKind(SyntaxKind.UsingKeyword)
                && token.Parent is not (UsingStatementSyntax or LocalDeclarationStatementSyntax)
                && SyntaxFactory.ParseStatement(text, token.SpanStart, consumeFullText: false)
                    is LocalDeclarationStatementSyntax { ContainsDiagnostics: false })
                spans.Add(before.Text == "await" ? TextSpan.FromBounds(before.SpanStart, token.Span.End) : token.Span);
            before = token;
        }

        return spans;
    }
}
