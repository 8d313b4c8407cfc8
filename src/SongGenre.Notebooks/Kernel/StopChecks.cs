using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SongGenre.Notebooks.Kernel;

/// <summary>Puts a look at the cell's interruption into each of its loops, functions and jumps.</summary>
/// <remarks>
/// No line moves, so that stack traces stay true; columns do. Expression bodies are left as they are, and so are files
/// that <c>#load</c> brings in. The compiler's own instrumentation of this kind
/// (<see cref="Microsoft.CodeAnalysis.Emit.InstrumentationKind.ModuleCancellation"/>) leaves out a script's top level and
/// makes code that ends the process out of a function that never returns.
/// </remarks>
internal sealed class StopChecks : CSharpSyntaxRewriter
{
    private static readonly StatementSyntax Check =
        SyntaxFactory.ParseStatement($"global::{typeof(CellStop).FullName}.{nameof(CellStop.Check)}();");

    /// <summary>The code with checks, or the same tree where there is nothing to check.</summary>
    public static SyntaxTree Insert(SyntaxTree tree, CancellationToken cancel)
    {
        var root = tree.GetRoot(cancel);
        var checkedRoot = new StopChecks().Visit(root);
        return checkedRoot == root ? tree : tree.WithRootAndOptions(checkedRoot, tree.Options);
    }

    public override SyntaxNode? VisitWhileStatement(WhileStatementSyntax node) =>
        base.VisitWhileStatement(node.WithStatement(Checked(node.Statement)));

    public override SyntaxNode? VisitDoStatement(DoStatementSyntax node) =>
        base.VisitDoStatement(node.WithStatement(Checked(node.Statement)));

    public override SyntaxNode? VisitForStatement(ForStatementSyntax node) =>
        base.VisitForStatement(node.WithStatement(Checked(node.Statement)));

    public override SyntaxNode? VisitForEachStatement(ForEachStatementSyntax node) =>
        base.VisitForEachStatement(node.WithStatement(Checked(node.Statement)));

    public override SyntaxNode? VisitForEachVariableStatement(ForEachVariableStatementSyntax node) =>
        base.VisitForEachVariableStatement(node.WithStatement(Checked(node.Statement)));

    public override SyntaxNode? VisitGotoStatement(GotoStatementSyntax node) => SyntaxFactory.Block(Check, node);

    public override SyntaxNode? VisitMethodDeclaration(MethodDeclarationSyntax node) =>
        base.VisitMethodDeclaration(node.Body is { } body ? node.WithBody(Checked(body)) : node);

    public override SyntaxNode? VisitLocalFunctionStatement(LocalFunctionStatementSyntax node) =>
        base.VisitLocalFunctionStatement(node.Body is { } body ? node.WithBody(Checked(body)) : node);

    public override SyntaxNode? VisitSimpleLambdaExpression(SimpleLambdaExpressionSyntax node) =>
        base.VisitSimpleLambdaExpression(node.Block is { } body ? node.WithBlock(Checked(body)) : node);

    public override SyntaxNode? VisitParenthesizedLambdaExpression(ParenthesizedLambdaExpressionSyntax node) =>
        base.VisitParenthesizedLambdaExpression(node.Block is { } body ? node.WithBlock(Checked(body)) : node);

    public override SyntaxNode? VisitAnonymousMethodExpression(AnonymousMethodExpressionSyntax node) =>
        base.VisitAnonymousMethodExpression(node.WithBlock(Checked(node.Block)));

    private static BlockSyntax Checked(BlockSyntax block) => block.WithStatements(block.Statements.Insert(0, Check));

    private static BlockSyntax Checked(StatementSyntax statement) =>
        statement is BlockSyntax block ? Checked(block) : SyntaxFactory.Block(Check, statement);
}
