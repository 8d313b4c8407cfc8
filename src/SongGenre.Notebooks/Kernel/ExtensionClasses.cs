using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Emit;
using Microsoft.CodeAnalysis.Text;

namespace SongGenre.Notebooks.Kernel;

/// <summary>
/// Static classes with extension members. The compiler wants them outside of any other type, but puts a script's types
/// within one; so each becomes a small library of its own, which its cell and those after it reference.
/// </summary>
internal static class ExtensionClasses
{
    private const string Hint =
        "; a static class with extension members sees libraries only, not what cells declare (an extension method may stand without a class around it)";

    private static readonly string[] NotFound = ["CS0103", "CS0246"];

    /// <summary>The classes at a cell's top level.</summary>
    public static ImmutableArray<ClassDeclarationSyntax> In(SyntaxTree tree, CancellationToken cancel) =>
        [.. ((CompilationUnitSyntax)tree.GetRoot(cancel)).Members.OfType<ClassDeclarationSyntax>().Where(IsExtension)];

    /// <summary>The tree with spaces where the classes stood.</summary>
    public static SyntaxTree Without(SyntaxTree tree, ImmutableArray<ClassDeclarationSyntax> classes, CancellationToken cancel) =>
        CSharpSyntaxTree.ParseText(
            tree.GetText(cancel).WithChanges(classes.Select(type => new TextChange(type.Span, Blank(type.ToString())))),
            (CSharpParseOptions)tree.Options, tree.FilePath, cancel);

    /// <summary>Compiles a class as a library that sees what the cell sees of libraries.</summary>
    /// <param name="type">The class.</param>
    /// <param name="name">The library's name.</param>
    /// <param name="cell">The cell's compilation, without the class.</param>
    /// <param name="usings">The usings that are in scope in every cell.</param>
    /// <param name="cancel">Stops the compiler.</param>
    public static (ImmutableArray<Diagnostic> Diagnostics, ExtensionLibrary? Library) Compile(
        ClassDeclarationSyntax type, string name, CSharpCompilation cell, IEnumerable<string> usings, CancellationToken cancel)
    {
        var options = new CSharpParseOptions(LanguageVersion.CSharp14, DocumentationMode.None);
        var chain = Chain(cell).ToList();
        var library = CSharpCompilation.Create(
            name,
            [
                CSharpSyntaxTree.ParseText(SourceText.From(Source(type), Encoding.UTF8), options, type.SyntaxTree.FilePath, cancel),
                CSharpSyntaxTree.ParseText(Usings(chain, usings), options, cancellationToken: cancel),
            ],
            chain.SelectMany(compilation => compilation.References).Distinct(),
            // Without a resolver the cell's name stays a name; with one it would become a path.
            cell.Options.WithScriptClassName("Script").WithUsings().WithSourceReferenceResolver(null));
        using var assembly = new MemoryStream();
        using var symbols = new MemoryStream();
        var emitted = library.Emit(
            assembly, symbols, options: new EmitOptions(debugInformationFormat: DebugInformationFormat.PortablePdb), cancellationToken: cancel);
        return emitted.Success
            ? (emitted.Diagnostics, new ExtensionLibrary(type.Identifier.ValueText, assembly.ToArray(), symbols.ToArray()))
            : ([.. emitted.Diagnostics.Select(WithHint)], null);
    }

    /// <summary>
    /// A chain of cells in which a class that is declared again is the new one, since a call would find both. Cells that
    /// have run keep theirs.
    /// </summary>
    public static CSharpCompilation Replace(CSharpCompilation last, MetadataReference old, MetadataReference by)
    {
        CSharpCompilation? replaced = null;
        var chain = Chain(last).ToList();
        var owner = chain.FindIndex(compilation => compilation.ExternalReferences.Contains(old));
        for (var i = owner; i >= 0; i--)
        {
            var compilation = i == owner ? chain[i].ReplaceReference(old, by) : chain[i];
            if (replaced is not null) compilation = compilation.WithScriptCompilationInfo(compilation.ScriptCompilationInfo!.WithPreviousScriptCompilation(replaced));
            replaced = compilation;
        }

        return replaced ?? last;
    }

    private static bool IsExtension(ClassDeclarationSyntax type) =>
        type.Modifiers.Any(SyntaxKind.StaticKeyword) && type.TypeParameterList is null
        && type.Members.Any(member => member is ExtensionBlockDeclarationSyntax
            || member is MethodDeclarationSyntax { ParameterList.Parameters: [var first, ..] } && first.Modifiers.Any(SyntaxKind.ThisKeyword));

    private static IEnumerable<CSharpCompilation> Chain(CSharpCompilation? last)
    {
        for (; last is not null; last = last.ScriptCompilationInfo?.PreviousScriptCompilation) yield return last;
    }

    // The class as its cell has it, each character on its line and in its column, but public.
    private static string Source(ClassDeclarationSyntax type)
    {
        var text = type.SyntaxTree.GetText();
        var modifiers = type.Modifiers.First().SpanStart;
        var access = type.Modifiers.Where(token => token.IsKind(SyntaxKind.InternalKeyword) || token.IsKind(SyntaxKind.PublicKeyword));
        var body = access.Aggregate(
            text.ToString(TextSpan.FromBounds(modifiers, type.Span.End)),
            (body, token) => string.Concat(body.AsSpan(0, token.SpanStart - modifiers), Blank(token.Text), body.AsSpan(token.Span.End - modifiers)));
        var place = text.Lines.GetLinePosition(modifiers);
        return Blank(text.ToString(TextSpan.FromBounds(0, type.SpanStart))) + text.ToString(TextSpan.FromBounds(type.SpanStart, modifiers))
            + string.Create(CultureInfo.InvariantCulture, $"public\n#line {place.Line + 1}\n") + new string(' ', place.Character) + body;
    }

    private static string Blank(string text) => string.Concat(text.Select(c => c is '\r' or '\n' ? c : ' '));

    private static string Usings(List<CSharpCompilation> chain, IEnumerable<string> usings)
    {
        var lines = new Dictionary<string, string>();
        foreach (var name in usings) lines[name] = name == typeof(CellScope).FullName ? $"global using static {name};" : $"global using {name};";
        foreach (var compilation in Enumerable.Reverse(chain))
        {
            // The usings of loaded files are their own; such a file has a path, a cell a name.
            foreach (var tree in compilation.SyntaxTrees.Where(tree => !Path.IsPathRooted(tree.FilePath)))
            {
                var model = compilation.GetSemanticModel(tree);
                foreach (var directive in tree.GetCompilationUnitRoot().Usings)
                    if (directive.NamespaceOrType is { } target && model.GetSymbolInfo(target).Symbol is not INamedTypeSymbol { ContainingType.IsScriptClass: true })
                        lines[directive.Alias?.ToString() ?? directive.ToString()] = "global " + directive;
            }
        }

        return string.Join('\n', lines.Values);
    }

    private static Diagnostic WithHint(Diagnostic error) => !NotFound.Contains(error.Id)
        ? error
        : Diagnostic.Create(
            new DiagnosticDescriptor(error.Id, error.Id, "{0}", error.Descriptor.Category, error.Severity, isEnabledByDefault: true),
            error.Location, error.GetMessage(CultureInfo.InvariantCulture) + Hint);
}
