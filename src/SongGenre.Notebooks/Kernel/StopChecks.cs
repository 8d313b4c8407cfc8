using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Emit;
using Microsoft.CodeAnalysis.Text;

namespace SongGenre.Notebooks.Kernel;

/// <summary>
/// Puts a look at the cell's interruption into each of its loops, functions, lambdas and jumps, and after what it
/// awaits.
/// </summary>
/// <remarks>
/// No line moves, so that stack traces stay true; columns do. Left as they are: the bodies of properties, operators and
/// constructors, query clauses, expression trees, and arguments whose text the called method gets to see. The
/// compiler's own instrumentation of this kind (<see cref="InstrumentationKind.ModuleCancellation"/>) leaves out a script's
/// top level and makes code that ends the process out of a function that never returns.
/// </remarks>
internal sealed class StopChecks : CSharpSyntaxRewriter
{
    private static readonly StatementSyntax Check =
        SyntaxFactory.ParseStatement($"global::{typeof(CellStop).FullName}.{nameof(CellStop.Check)}();");

    private readonly SemanticModel model;
    private readonly bool mayAwait;

    private StopChecks(SemanticModel model, string code)
    {
        this.model = model;
        mayAwait = code.Contains("await", StringComparison.Ordinal);
    }

    /// <summary>Compiles code with checks; null where there is nothing to check or the checks don't compile.</summary>
    /// <param name="compilation">The code, which compiles.</param>
    /// <param name="tree">The part of it that isn't loaded from files.</param>
    /// <param name="options">How to write it.</param>
    /// <param name="cancel">Stops the compiler.</param>
    public static (MemoryStream Assembly, MemoryStream Symbols)? Emit(
        CSharpCompilation compilation, SyntaxTree tree, EmitOptions options, CancellationToken cancel)
    {
        try
        {
            var stoppable = Insert(compilation, tree, cancel);
            if (stoppable == compilation) return null;
            var (assembly, symbols) = (new MemoryStream(), new MemoryStream());
            var emitted = stoppable.Emit(assembly, symbols, options: options, cancellationToken: cancel);
            (assembly.Position, symbols.Position) = (0, 0);
            return emitted.Success ? (assembly, symbols) : null;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // Code that can't be stopped is better than code that can't run.
            return null;
        }
    }

    private static CSharpCompilation Insert(CSharpCompilation compilation, SyntaxTree tree, CancellationToken cancel)
    {
        var changed = compilation;
        var files = new Dictionary<string, SourceText>();
        foreach (var part in compilation.SyntaxTrees)
        {
            var root = part.GetRoot(cancel);
            var code = part.GetText(cancel).ToString();
            var checkedRoot = new StopChecks(compilation.GetSemanticModel(part), code).Visit(root)!;
            if (checkedRoot == root) continue;
            var stoppable = part.WithRootAndOptions(checkedRoot, part.Options);
            if (part == tree) changed = changed.ReplaceSyntaxTree(tree, stoppable);
            else files[part.FilePath] = SourceText.From(checkedRoot.ToFullString(), System.Text.Encoding.UTF8);
        }

        // A loaded file can't be replaced but by another way to read it.
        return files.Count > 0 && compilation.Options.SourceReferenceResolver is CellFiles reader
            ? changed.WithOptions(changed.Options.WithSourceReferenceResolver(reader.With(files)))
            : changed;
    }

    public override SyntaxNode? Visit(SyntaxNode? node)
    {
        var visited = base.Visit(node);
        return visited != node && node is InvocationExpressionSyntax or BaseObjectCreationExpressionSyntax
            && SeesArguments(node)
            ? node
            : visited;
    }

    public override SyntaxNode? VisitWhileStatement(WhileStatementSyntax node)
    {
        var visited = (WhileStatementSyntax)base.VisitWhileStatement(node)!;
        return visited.WithStatement(Checked(visited.Statement));
    }

    public override SyntaxNode? VisitDoStatement(DoStatementSyntax node)
    {
        var visited = (DoStatementSyntax)base.VisitDoStatement(node)!;
        return visited.WithStatement(Checked(visited.Statement));
    }

    public override SyntaxNode? VisitForStatement(ForStatementSyntax node)
    {
        var visited = (ForStatementSyntax)base.VisitForStatement(node)!;
        return visited.WithStatement(Checked(visited.Statement));
    }

    public override SyntaxNode? VisitForEachStatement(ForEachStatementSyntax node)
    {
        var visited = (ForEachStatementSyntax)base.VisitForEachStatement(node)!;
        return visited.WithStatement(Checked(visited.Statement));
    }

    public override SyntaxNode? VisitForEachVariableStatement(ForEachVariableStatementSyntax node)
    {
        var visited = (ForEachVariableStatementSyntax)base.VisitForEachVariableStatement(node)!;
        return visited.WithStatement(Checked(visited.Statement));
    }

    public override SyntaxNode? VisitGotoStatement(GotoStatementSyntax node) => Checked((StatementSyntax)node);

    public override SyntaxNode? VisitMethodDeclaration(MethodDeclarationSyntax node)
    {
        var visited = (MethodDeclarationSyntax)base.VisitMethodDeclaration(node)!;
        if (visited.Body is { } body) return visited.WithBody(Checked(body));
        var hasValue = HasValue(node.ReturnType, node.Modifiers);
        return Body(visited.ExpressionBody, visited.SemicolonToken, hasValue) is { } block
            ? visited.WithExpressionBody(null).WithSemicolonToken(default).WithBody(block)
            : visited;
    }

    public override SyntaxNode? VisitLocalFunctionStatement(LocalFunctionStatementSyntax node)
    {
        var visited = (LocalFunctionStatementSyntax)base.VisitLocalFunctionStatement(node)!;
        if (visited.Body is { } body) return visited.WithBody(Checked(body));
        var hasValue = HasValue(node.ReturnType, node.Modifiers);
        return Body(visited.ExpressionBody, visited.SemicolonToken, hasValue) is { } block
            ? visited.WithExpressionBody(null).WithSemicolonToken(default).WithBody(block)
            : visited;
    }

    public override SyntaxNode? VisitSimpleLambdaExpression(SimpleLambdaExpressionSyntax node) =>
        Lambda(node, () => base.VisitSimpleLambdaExpression(node));

    public override SyntaxNode? VisitParenthesizedLambdaExpression(ParenthesizedLambdaExpressionSyntax node) =>
        Lambda(node, () => base.VisitParenthesizedLambdaExpression(node));

    public override SyntaxNode? VisitAnonymousMethodExpression(AnonymousMethodExpressionSyntax node)
    {
        var visited = (AnonymousMethodExpressionSyntax)base.VisitAnonymousMethodExpression(node)!;
        return visited.WithBlock(Checked(visited.Block));
    }

    public override SyntaxNode? VisitBlock(BlockSyntax node)
    {
        var visited = (BlockSyntax)base.VisitBlock(node)!;
        return visited.WithStatements(AfterAwaits(visited.Statements, Check));
    }

    public override SyntaxNode? VisitSwitchSection(SwitchSectionSyntax node)
    {
        var visited = (SwitchSectionSyntax)base.VisitSwitchSection(node)!;
        return visited.WithStatements(AfterAwaits(visited.Statements, Check));
    }

    public override SyntaxNode? VisitCompilationUnit(CompilationUnitSyntax node)
    {
        var visited = (CompilationUnitSyntax)base.VisitCompilationUnit(node)!;
        return visited.WithMembers(AfterAwaits(visited.Members, SyntaxFactory.GlobalStatement(Check)));
    }

    private LambdaExpressionSyntax Lambda(LambdaExpressionSyntax node, Func<SyntaxNode?> visit)
    {
        if (node.Block is not null)
        {
            var block = (LambdaExpressionSyntax)visit()!;
            return block.WithBlock(Checked(block.Block!));
        }

        if (model.GetTypeInfo(node).ConvertedType?.TypeKind != TypeKind.Delegate) return node;
        var visited = (LambdaExpressionSyntax)visit()!;
        if (visited.ExpressionBody is not { } value || value is ThrowExpressionSyntax) return visited;
        if (model.GetSymbolInfo(node).Symbol is not IMethodSymbol symbol) return visited;
        var isTask = symbol.IsAsync && symbol.ReturnType is INamedTypeSymbol { IsGenericType: false };
        return visited.WithExpressionBody(null).WithBlock(
            Body(value, !symbol.ReturnsVoid && !isTask, value.GetLeadingTrivia(), value.GetTrailingTrivia()));
    }

    // A lambda's text may be what a test library or a guard says about its argument.
    private bool SeesArguments(SyntaxNode call) =>
        model.GetSymbolInfo(call).Symbol is IMethodSymbol method
        && (method.ReducedFrom ?? method).Parameters.Any(parameter => parameter.IsOptional
            && parameter.GetAttributes().Any(
                attribute => attribute.AttributeClass?.Name == "CallerArgumentExpressionAttribute"));

    // Once a cell is interrupted, what it waited for must not let it go on.
    private SyntaxList<T> AfterAwaits<T>(SyntaxList<T> statements, T check) where T : SyntaxNode
    {
        if (!mayAwait) return statements;
        for (var i = statements.Count - 2; i >= 0; i--)
        {
            var statement = statements[i];
            if (!Awaits(statement)) continue;
            statements = statements
                .Replace(statement, statement.WithTrailingTrivia())
                .Insert(i + 1, check.WithTrailingTrivia(statement.GetTrailingTrivia()));
        }

        return statements;
    }

    private static bool Awaits(SyntaxNode statement) =>
        statement is StatementSyntax or GlobalStatementSyntax or FieldDeclarationSyntax
        && statement
            .DescendantTokens(node => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax))
            .Any(token => token.IsKind(SyntaxKind.AwaitKeyword));

    // Null where the text alone doesn't tell.
    private static bool? HasValue(TypeSyntax type, SyntaxTokenList modifiers)
    {
        if (type is PredefinedTypeSyntax { Keyword: var keyword } && keyword.IsKind(SyntaxKind.VoidKeyword))
            return false;
        if (!modifiers.Any(SyntaxKind.AsyncKeyword)) return true;
        return (type is QualifiedNameSyntax qualified ? qualified.Right : type) switch
        {
            GenericNameSyntax => true,
            IdentifierNameSyntax { Identifier.ValueText: "Task" or "ValueTask" } => false,
            _ => null,
        };
    }

    private static BlockSyntax? Body(ArrowExpressionClauseSyntax? arrow, SyntaxToken semicolon, bool? hasValue) =>
        arrow is null || hasValue is null || arrow.Expression is ThrowExpressionSyntax
            ? null
            : Body(
                arrow.Expression,
                hasValue.Value,
                arrow.ArrowToken.TrailingTrivia.AddRange(arrow.Expression.GetLeadingTrivia()),
                arrow.Expression.GetTrailingTrivia()
                    .AddRange(semicolon.LeadingTrivia).AddRange(semicolon.TrailingTrivia))
            .WithLeadingTrivia(arrow.ArrowToken.LeadingTrivia);

    private static BlockSyntax Body(
        ExpressionSyntax value, bool hasValue, SyntaxTriviaList before, SyntaxTriviaList after)
    {
        var bare = value.WithoutTrivia();
        StatementSyntax only = hasValue
            ? SyntaxFactory.ReturnStatement(
                SyntaxFactory.Token(before, SyntaxKind.ReturnKeyword, [SyntaxFactory.Space]),
                bare,
                SyntaxFactory.Token(SyntaxKind.SemicolonToken))
            : SyntaxFactory.ExpressionStatement(bare.WithLeadingTrivia(before));
        return SyntaxFactory.Block(Check, only).WithTrailingTrivia(after);
    }

    private static BlockSyntax Checked(BlockSyntax block) => block.WithStatements(block.Statements.Insert(0, Check));

    private static BlockSyntax Checked(StatementSyntax statement) => statement is BlockSyntax block
        ? Checked(block)
        : SyntaxFactory.Block(Check, statement.WithTrailingTrivia()).WithTrailingTrivia(statement.GetTrailingTrivia());
}
