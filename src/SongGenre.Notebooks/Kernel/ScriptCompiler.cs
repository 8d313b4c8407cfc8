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
/// <param name="Warnings">What the compiler warns of.</param>
internal sealed record CompiledScript(ScriptState State, Func<Task<object?>>? Run, bool HasResult, ImmutableArray<Diagnostic> Warnings);

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

    // Libraries that were built against other versions of the platform, which a notebook's writer can't help, and a ? behind
    // a type that may be null anyway.
    private static readonly string[] Unwanted = ["CS1701", "CS1702", "CS8632"];

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
        var (tree, disposables) = UsingDeclarations.TakeFrom(
            CSharpSyntaxTree.ParseText(SourceText.From(code, Encoding.UTF8), ParseOptions, name, cancel), cancel);
        var types = ExtensionClasses.In(tree, cancel);
        if (types.Length > 0) tree = ExtensionClasses.Without(tree, types, cancel);
        var (faults, extensions) = CompileExtensions(types, number, tree, state, cancel);
        if (extensions is null) return (faults, null);
        (state, var libraries) = extensions.Value;
        var compilation = Submission(number, tree, state, libraries);

        using var assembly = new MemoryStream();
        using var symbols = new MemoryStream();
        var emitted = compilation.Emit(
            assembly, symbols, options: new EmitOptions(debugInformationFormat: DebugInformationFormat.PortablePdb), cancellationToken: cancel);
        var errors = Errors(emitted.Diagnostics);
        if (errors.Length > 0) return (errors, null);
        var warnings = emitted.Diagnostics.Concat(faults)
            .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Warning).ToImmutableArray();
        foreach (var library in libraries)
            loadContext.LoadFromStream(new MemoryStream(library.Assembly), new MemoryStream(library.Symbols));
        // Usings and references alone leave nothing to emit, which isn't an error.
        if (!emitted.Success) return ([], new CompiledScript(state with { Previous = compilation }, null, HasResult: false, warnings));

        assembly.Position = symbols.Position = 0;
        var entry = EntryPoint(loadContext.LoadFromStream(assembly, symbols), compilation.GetEntryPoint(cancel)!);
        object?[] objects = [.. state.Submissions, null];
        var after = state with { Previous = compilation, Submissions = objects };
        return ([], new CompiledScript(after, Run, HasResult(compilation, tree), warnings));

        async Task<object?> Run()
        {
            try
            {
                return await entry(objects);
            }
            finally
            {
                await UsingDeclarations.DisposeAsync(after, disposables);
            }
        }
    }

    private CSharpCompilation Submission(
        int number, SyntaxTree tree, ScriptState state, IEnumerable<ExtensionLibrary> libraries) =>
        CSharpCompilation.CreateScriptCompilation(
            string.Create(CultureInfo.InvariantCulture, $"notebook-{number}"),
            tree,
            // A submission inherits the references and usings of the one before it.
            [.. state.Previous is null ? HostAssemblies.References : [], .. libraries.Select(library => library.Reference)],
            Options(number, withUsings: state.Previous is null),
            state.Previous);

    private (ImmutableArray<Diagnostic> Diagnostics, (ScriptState State, List<ExtensionLibrary> New)? Libraries) CompileExtensions(
        ImmutableArray<ClassDeclarationSyntax> types, int number, SyntaxTree tree, ScriptState state, CancellationToken cancel)
    {
        var libraries = new List<ExtensionLibrary>();
        var all = ImmutableArray<Diagnostic>.Empty;
        foreach (var type in types)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"notebook-{number}-{type.Identifier.ValueText}");
            var cell = Submission(number, tree, state, libraries);
            var (diagnostics, library) = ExtensionClasses.Compile(type, name, cell, Usings, cancel);
            if (library is null) return (Errors(diagnostics), null);
            all = all.AddRange(diagnostics);
            libraries.Add(library);
            if (state.Previous is { } previous && state.Extensions.TryGetValue(library.Class, out var old))
                state = state with { Previous = ExtensionClasses.Replace(previous, old, library.Reference) };
            state = state with { Extensions = state.Extensions.SetItem(library.Class, library.Reference) };
        }

        return (all, (state, libraries));
    }

    // CS1569 is a fault of the compiler's after another error; it tells nobody anything.
    private static ImmutableArray<Diagnostic> Errors(IEnumerable<Diagnostic> diagnostics) =>
        [.. diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error && diagnostic.Id != "CS1569")];

    private CSharpCompilationOptions Options(int number, bool withUsings)
    {
        options ??= new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary,
            // Exact lines in stack traces are worth more in a cell than speed: the work is done by libraries.
            optimizationLevel: OptimizationLevel.Debug,
            allowUnsafe: true,
            deterministic: true,
            concurrentBuild: true,
            specificDiagnosticOptions: Unwanted.Select(id => KeyValuePair.Create(id, ReportDiagnostic.Suppress)),
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
