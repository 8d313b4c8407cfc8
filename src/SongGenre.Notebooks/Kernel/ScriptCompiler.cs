using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Emit;
using Microsoft.CodeAnalysis.Text;

namespace SongGenre.Notebooks.Kernel;

/// <summary>A compiled stretch of code, ready to run.</summary>
/// <param name="State">The state once it has run.</param>
/// <param name="Run">Runs it; null when there is nothing to run. Its value is null where it has no result.</param>
/// <param name="HasResult">Whether it ends in an expression whose value is the cell's result.</param>
internal sealed record CompiledScript(ScriptState State, Func<Task<object?>>? Run, bool HasResult);

/// <summary>
/// Compiles stretches of cells as a chain of script submissions. The chain is built on the compiler itself instead of
/// Roslyn's script runner, because the runner always prefers the host's assemblies to those of the notebook.
/// </summary>
internal sealed class ScriptCompiler(string workingDirectory)
{
    public static CSharpParseOptions ParseOptions { get; } =
        new(LanguageVersion.CSharp14, DocumentationMode.None, SourceCodeKind.Script);

    private static readonly string[] Usings =
    [
        "System", "System.Text", "System.Collections", "System.Collections.Generic", "System.Threading.Tasks", "System.Linq",
        typeof(CellScope).FullName!,
    ];

    private readonly NotebookLoadContext loadContext = new();
    private int submissions;
    private CSharpCompilationOptions? options;

    /// <summary>The errors of code that doesn't compile, or the compiled script.</summary>
    /// <param name="code">The code.</param>
    /// <param name="name">What errors and stack traces call it.</param>
    /// <param name="state">What it builds on.</param>
    /// <param name="cancel">Stops the compiler.</param>
    public (ImmutableArray<Diagnostic> Errors, CompiledScript? Script) Compile(
        string code, string name, ScriptState state, CancellationToken cancel)
    {
        var number = Interlocked.Increment(ref submissions);
        var tree = CSharpSyntaxTree.ParseText(SourceText.From(code, Encoding.UTF8), ParseOptions, name, cancel);
        var compilation = CSharpCompilation.CreateScriptCompilation(
            string.Create(CultureInfo.InvariantCulture, $"notebook-{number}"),
            tree,
            // A submission inherits the references and usings of the one before it.
            state.Previous is null ? HostAssemblies.References : null,
            Options(number, withUsings: state.Previous is null),
            state.Previous);

        using var assembly = new MemoryStream();
        using var symbols = new MemoryStream();
        var emitted = compilation.Emit(
            assembly, symbols, options: new EmitOptions(debugInformationFormat: DebugInformationFormat.PortablePdb), cancellationToken: cancel);
        var errors = emitted.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).ToImmutableArray();
        if (errors.Length > 0) return (errors, null);
        // Usings and references alone leave nothing to emit, which isn't an error.
        if (!emitted.Success) return ([], new CompiledScript(state with { Previous = compilation }, null, HasResult: false));

        assembly.Position = symbols.Position = 0;
        var entry = EntryPoint(loadContext.LoadFromStream(assembly, symbols), compilation.GetEntryPoint(cancel)!);
        object?[] objects = [.. state.Submissions, null];
        // The first one is kept: it holds the references that the others inherit.
        var passes = state.Previous is not null && DeclaresNothing(compilation, tree);
        var after = passes ? state : new ScriptState(compilation, objects);
        return ([], new CompiledScript(after, () => entry(objects)!, HasResult(compilation, tree)));
    }

    // The compiler looks for a name in every submission of the chain, so that each one makes all later cells dearer.
    // One that later code can't refer to stays out; the object of the next takes its place. Anonymous types of the same
    // shape are one type along the chain.
    private static bool DeclaresNothing(CSharpCompilation compilation, SyntaxTree tree)
    {
        var root = tree.GetCompilationUnitRoot();
        return compilation.SyntaxTrees.Length == 1 && root.Usings.Count == 0 && root.Externs.Count == 0
            && root.GetReferenceDirectives().Count == 0
            && compilation.ScriptClass!.GetMembers().All(member => member.IsImplicitlyDeclared)
            && !root.DescendantNodes().OfType<AnonymousObjectCreationExpressionSyntax>().Any();
    }

    private CSharpCompilationOptions Options(int number, bool withUsings)
    {
        options ??= new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary,
            // Exact lines in stack traces are worth more in a cell than speed: the work is done by libraries.
            optimizationLevel: OptimizationLevel.Debug,
            allowUnsafe: true,
            deterministic: true,
            concurrentBuild: true,
            sourceReferenceResolver: new SourceFileResolver([], workingDirectory),
            metadataReferenceResolver: new NotebookReferences(workingDirectory, loadContext));
        return options
            .WithScriptClassName(string.Create(CultureInfo.InvariantCulture, $"Submission#{number}"))
            .WithUsings(withUsings ? Usings : []);
    }

    private static Func<object?[], Task<object?>> EntryPoint(Assembly assembly, IMethodSymbol symbol) =>
        assembly.GetType(symbol.ContainingType.MetadataName, throwOnError: true)!
            .GetMethod(symbol.MetadataName, BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)!
            .CreateDelegate<Func<object?[], Task<object?>>>();

    // A last expression without a semicolon, or a return at top level.
    private static bool HasResult(CSharpCompilation compilation, SyntaxTree tree)
    {
        var root = tree.GetCompilationUnitRoot();
        var statements = root.Members.OfType<GlobalStatementSyntax>().ToList();
        if (statements.Any(statement => statement.DescendantNodes(node => node is GlobalStatementSyntax or StatementSyntax and not LocalFunctionStatementSyntax)
                .Any(node => node.IsKind(SyntaxKind.ReturnStatement))))
            return true;
        return statements.LastOrDefault()?.Statement is ExpressionStatementSyntax { SemicolonToken.IsMissing: true, Expression: var last }
            && compilation.GetSemanticModel(tree).GetTypeInfo(last).ConvertedType?.SpecialType != SpecialType.System_Void;
    }
}
