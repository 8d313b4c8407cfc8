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
internal sealed record CompiledScript(
    ScriptState State, Func<Task<object?>>? Run, bool HasResult, ImmutableArray<Diagnostic> Warnings);

/// <summary>
/// Compiles stretches of cells as a chain of script submissions. The chain is built on the compiler itself instead of
/// Roslyn's script runner, because the runner always prefers the host's assemblies to those of the notebook.
/// </summary>
internal sealed class ScriptCompiler
{
    public static CSharpParseOptions ParseOptions { get; } =
        new(LanguageVersion.CSharp14, DocumentationMode.None, SourceCodeKind.Script);

    private static readonly EmitOptions EmitOptions = new(debugInformationFormat: DebugInformationFormat.PortablePdb);

    public static string[] Usings { get; } =
    [
        "System", "System.Text", "System.Collections", "System.Collections.Generic", "System.Threading.Tasks",
        "System.Linq",
        typeof(CellScope).FullName!,
    ];

    // Libraries that were built against other versions of the platform, which a notebook's writer can't help, and a ?
    // behind a type that may be null anyway.
    private static readonly string[] Unwanted = ["CS1701", "CS1702", "CS8632"];

    private readonly NotebookLibraries libraries = new();
    private readonly NotebookLoadContext loadContext;
    private readonly NotebookPackages packages;
    private readonly NotebookReferences references;
    private readonly CellFiles files;
    private int submissions;
    private CSharpCompilationOptions? options;

    /// <summary>Creates a compiler that has compiled nothing yet.</summary>
    /// <param name="workingDirectory">What relative paths in code are relative to.</param>
    public ScriptCompiler(string workingDirectory)
    {
        loadContext = new NotebookLoadContext(libraries);
        packages = new NotebookPackages(workingDirectory, loadContext, libraries);
        references = new NotebookReferences(workingDirectory, loadContext, libraries, packages);
        files = new CellFiles(workingDirectory);
    }

    /// <summary>The errors of code that doesn't compile, or the compiled script.</summary>
    /// <param name="code">The code.</param>
    /// <param name="name">What errors and stack traces call it.</param>
    /// <param name="state">What it builds on.</param>
    /// <param name="cancel">Stops the compiler.</param>
    public (ImmutableArray<Diagnostic> Errors, CompiledScript? Script) Compile(
        string code, string name, ScriptState state, CancellationToken cancel)
    {
        var number = Interlocked.Increment(ref submissions);
        foreach (var library in libraries.TakeRebuilt())
        {
            CellOutputs.Current?.Write(
                "stderr",
                $"{library} was rebuilt after this session loaded it; restart the kernel to use the new one\n");
        }

        var (failure, restored) = RestorePackages(code, name, cancel);
        if (failure is not null) return ([failure], null);
        var text = SourceText.From(PackageDirectives.WithoutSources(code), Encoding.UTF8);
        var (tree, disposables) =
            UsingDeclarations.TakeFrom(CSharpSyntaxTree.ParseText(text, ParseOptions, name, cancel), cancel);
        var types = ExtensionClasses.In(tree, cancel);
        if (types.Length > 0) tree = ExtensionClasses.Without(tree, types, cancel);
        var (faults, extended) = CompileExtensions(types, number, tree, state, restored, cancel);
        if (extended is null) return (faults, null);
        (state, var extensions) = extended.Value;
        var compilation =
            Submission(number, tree, state, [.. restored, .. extensions.Select(extension => extension.Reference)]);

        using var assembly = new MemoryStream();
        using var symbols = new MemoryStream();
        var emitted = compilation.Emit(
            assembly, symbols, options: EmitOptions, cancellationToken: cancel);
        var errors = Errors(emitted.Diagnostics);
        if (errors.Length > 0) return (errors, null);
        var warnings = emitted.Diagnostics.Concat(faults)
            .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Warning).ToImmutableArray();
        foreach (var library in extensions)
            loadContext.LoadFromStream(new MemoryStream(library.Assembly), new MemoryStream(library.Symbols));
        // Usings and references alone leave nothing to emit, which isn't an error.
        if (!emitted.Success)
            return ([], new CompiledScript(state with { Previous = compilation }, null, HasResult: false, warnings));

        // The code without checks has told what is wrong with it, at the places where its writer sees it.
        assembly.Position = symbols.Position = 0;
        var (runnable, places) = StopChecks.Emit(compilation, tree, EmitOptions, cancel) ?? (assembly, symbols);
        var entry = EntryPoint(loadContext.LoadFromStream(runnable, places), compilation.GetEntryPoint(cancel)!);
        object?[] objects = [.. state.Submissions, null];
        // The first one is kept: it holds the references that the others inherit.
        var after = state.Previous is not null && extensions.Count == 0 && DeclaresNothing(compilation, tree)
            ? state
            : state with { Previous = compilation, Submissions = objects };
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

    private CSharpCompilation Submission(
        int number, SyntaxTree tree, ScriptState state, IEnumerable<MetadataReference> added) =>
        CSharpCompilation.CreateScriptCompilation(
            string.Create(CultureInfo.InvariantCulture, $"notebook-{number}"),
            tree,
            // A submission inherits the references and usings of the one before it.
            state.Previous is null ? HostAssemblies.References.Concat(added) : added,
            Options(number, withUsings: state.Previous is null),
            state.Previous);

    private (ImmutableArray<Diagnostic> Diagnostics, (ScriptState State, List<ExtensionLibrary> New)? Libraries)
        CompileExtensions(ImmutableArray<ClassDeclarationSyntax> types, int number, SyntaxTree tree, ScriptState state,
        IReadOnlyList<MetadataReference> restored, CancellationToken cancel)
    {
        var extensions = new List<ExtensionLibrary>();
        var all = ImmutableArray<Diagnostic>.Empty;
        foreach (var type in types)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"notebook-{number}-{type.Identifier.ValueText}");
            var seen =
                Submission(number, tree, state, [.. restored, .. extensions.Select(extension => extension.Reference)]);
            var (diagnostics, library) = ExtensionClasses.Compile(type, name, seen, Usings, cancel);
            if (library is null) return (Errors(diagnostics), null);
            all = all.AddRange(diagnostics);
            extensions.Add(library);
            if (state.Previous is { } previous && state.Extensions.TryGetValue(library.Class, out var old))
                state = state with { Previous = ExtensionClasses.Replace(previous, old, library.Reference) };
            state = state with { Extensions = state.Extensions.SetItem(library.Class, library.Reference) };
        }

        return (all, (state, extensions));
    }

    // CS1569 is a fault of the compiler's after another error; it tells nobody anything.
    private ImmutableArray<Diagnostic> Errors(IEnumerable<Diagnostic> diagnostics) =>
    [
        .. diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error && diagnostic.Id != "CS1569")
            .Select(references.Explain),
    ];

    private (Diagnostic? Failure, IReadOnlyList<MetadataReference> Restored) RestorePackages(
        string code, string name, CancellationToken cancel)
    {
        if (!code.Contains('#', StringComparison.Ordinal)) return (null, []);
        var tree = CSharpSyntaxTree.ParseText(code, ParseOptions, name, cancellationToken: cancel);
        var directives = PackageDirectives.Of(tree, files);
        return (packages.Require(directives, cancel), directives.References.Count > 0 ? packages.References : []);
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
            specificDiagnosticOptions: Unwanted.Select(id => KeyValuePair.Create(id, ReportDiagnostic.Suppress)),
            sourceReferenceResolver: files,
            metadataReferenceResolver: references);
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
        if (statements.Any(statement => statement
            .DescendantNodes(node =>
                node is GlobalStatementSyntax or StatementSyntax and not LocalFunctionStatementSyntax)
            .Any(node => node.IsKind(SyntaxKind.ReturnStatement))))
            return true;
        return statements.LastOrDefault()?.Statement
                is ExpressionStatementSyntax { SemicolonToken.IsMissing: true, Expression: var last }
            && compilation.GetSemanticModel(tree).GetTypeInfo(last).ConvertedType?.SpecialType
                != SpecialType.System_Void;
    }
}
