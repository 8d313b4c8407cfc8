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
/// <param name="workingDirectory">What relative paths in cells are relative to.</param>
/// <param name="stops">Learns the compiled assemblies.</param>
internal sealed class ScriptCompiler(string workingDirectory, StopTokens stops)
{
    public static CSharpParseOptions ParseOptions { get; } =
        new(LanguageVersion.CSharp14, DocumentationMode.None, SourceCodeKind.Script);

    // Loops and methods of cells look at a token of their assembly, so that an interruption stops them where nothing breaks.
    private static readonly EmitOptions EmitOptions = new(
        debugInformationFormat: DebugInformationFormat.PortablePdb,
        instrumentationKinds: [InstrumentationKind.ModuleCancellation]);

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
            assembly, symbols, options: EmitOptions, cancellationToken: cancel);
        var errors = emitted.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).ToImmutableArray();
        if (errors.Length > 0) return (errors, null);
        // Usings and references alone leave nothing to emit, which isn't an error.
        if (!emitted.Success) return ([], new CompiledScript(state with { Previous = compilation }, null, HasResult: false));

        assembly.Position = symbols.Position = 0;
        var loaded = loadContext.LoadFromStream(assembly, symbols);
        stops.Add(loaded, state.Submissions.Length);
        var entry = EntryPoint(loaded, compilation.GetEntryPoint(cancel)!);
        object?[] objects = [.. state.Submissions, null];
        return ([], new CompiledScript(new ScriptState(compilation, objects), () => entry(objects)!, HasResult(compilation, tree)));
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
