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
        "; a static class with extension members sees libraries only, not what cells declare"
        + " (an extension method may stand without a class around it)";

    private static readonly string[] NotFound = ["CS0103", "CS0246"];

    /// <summary>The classes at a cell's top level.</summary>
    public static ImmutableArray<ClassDeclarationSyntax> In(SyntaxTree tree, CancellationToken cancel) =>
        [.. ((CompilationUnitSyntax)tree.GetRoot(cancel)).Members.OfType<ClassDeclarationSyntax>().Where(IsExtension)];

    /// <summary>The tree with spaces where the classes stood.</summary>
    public static SyntaxTree Without(
        SyntaxTree tree, ImmutableArray<ClassDeclarationSyntax> classes, CancellationToken cancel) =>
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
        ClassDeclarationSyntax type, string name, CSharpCompilation cell, IEnumerable<string> usings,
        CancellationToken cancel)
    {
        var options = new CSharpParseOptions(LanguageVersion.CSharp14, DocumentationMode.None);
        var chain = Chain(cell).ToList();
        var source = SourceText.From(Source(type), Encoding.UTF8);
        var tree = CSharpSyntaxTree.ParseText(source, options, type.SyntaxTree.FilePath, cancel);
        var library = CSharpCompilation.Create(
            name,
            [
                tree,
                CSharpSyntaxTree.ParseText(Usings(chain, usings), options, cancellationToken: cancel),
            ],
            chain.SelectMany(compilation => compilation.References).Distinct(),
            // Without a resolver the cell's name stays a name; with one it would become a path.
            cell.Options.WithScriptClassName("Script").WithUsings().WithSourceReferenceResolver(null));
        using var assembly = new MemoryStream();
        using var symbols = new MemoryStream();
        var format = new EmitOptions(debugInformationFormat: DebugInformationFormat.PortablePdb);
        var emitted = library.Emit(assembly, symbols, options: format, cancellationToken: cancel);
        if (!emitted.Success) return ([.. emitted.Diagnostics.Select(WithHint)], null);
        var (code, places) = StopChecks.Emit(library, tree, format, cancel) ?? (assembly, symbols);
        return (emitted.Diagnostics, new ExtensionLibrary(type.Identifier.ValueText, code.ToArray(), places.ToArray()));
    }

    /// <summary>
    /// A chain of cells in which a class that is declared again is the new one, since a call would find both. Cells
    /// that have run keep theirs.
    /// </summary>
    public static CSharpCompilation Replace(CSharpCompilation last, MetadataReference old, MetadataReference by)
    {
        CSharpCompilation? replaced = null;
        var chain = Chain(last).ToList();
        var owner = chain.FindIndex(compilation => compilation.ExternalReferences.Contains(old));
        for (var i = owner; i >= 0; i--)
        {
            var compilation = i == owner ? chain[i].ReplaceReference(old, by) : chain[i];
            replaced = replaced is null
                ? compilation
                : compilation.WithScriptCompilationInfo(
                    compilation.ScriptCompilationInfo!.WithPreviousScriptCompilation(replaced));
        }

        return replaced ?? last;
    }

    private static bool IsExtension(ClassDeclarationSyntax type) =>
        type.Modifiers.Any(SyntaxKind.StaticKeyword) && type.TypeParameterList is null
        && type.Members.Any(member => member is ExtensionBlockDeclarationSyntax
            || member is MethodDeclarationSyntax { ParameterList.Parameters: [var first, ..] }
                && first.Modifiers.Any(SyntaxKind.ThisKeyword));

    private static IEnumerable<CSharpCompilation> Chain(CSharpCompilation? last)
    {
        for (; last is not null; last = last.ScriptCompilationInfo?.PreviousScriptCompilation) yield return last;
    }

    // The class as its cell has it, each character on its line and in its column, but public.
    private static string Source(ClassDeclarationSyntax type)
    {
        var text = type.SyntaxTree.GetText();
        var modifiers = type.Modifiers.First().SpanStart;
        var body = new StringBuilder(text.ToString(TextSpan.FromBounds(modifiers, type.Span.End)));
        foreach (var token in type.Modifiers
            .Where(token => token.Kind() is SyntaxKind.InternalKeyword or SyntaxKind.PublicKeyword))
            body.Replace(token.Text, Blank(token.Text), token.SpanStart - modifiers, token.Span.Length);
        var place = text.Lines.GetLinePosition(modifiers);
        return Blank(text.ToString(TextSpan.FromBounds(0, type.SpanStart)))
            + text.ToString(TextSpan.FromBounds(type.SpanStart, modifiers))
            + string.Create(CultureInfo.InvariantCulture, $"public\n#line {place.Line + 1}\n")
            + new string(' ', place.Character) + body;
    }

    private static string Blank(string text) => string.Concat(text.Select(c => c is '\r' or '\n' ? c : ' '));

    private static string Usings(List<CSharpCompilation> chain, IEnumerable<string> usings)
    {
        var lines = new Dictionary<string, string>();
        foreach (var name in usings)
            lines[name] = $"global using {(name == typeof(CellScope).FullName ? "static " : "")}{name};";
        foreach (var compilation in Enumerable.Reverse(chain))
        {
            // The usings of loaded files are their own; such a file has a path, a cell a name.
            foreach (var tree in compilation.SyntaxTrees.Where(tree => !Path.IsPathRooted(tree.FilePath)))
            {
                var model = compilation.GetSemanticModel(tree);
                foreach (var directive in tree.GetCompilationUnitRoot().Usings)
                {
                    if (model.GetSymbolInfo(directive.NamespaceOrType).Symbol
                        is INamedTypeSymbol { ContainingType.IsScriptClass: true })
                        continue;
                    lines[directive.Alias?.ToString() ?? directive.ToString()] = "global " + directive;
                }
            }
        }

        return string.Join('\n', lines.Values);
    }

    private static Diagnostic WithHint(Diagnostic error) => !NotFound.Contains(error.Id)
        ? error
        : Diagnostic.Create(
            new DiagnosticDescriptor(
                error.Id, error.Id, "{0}", error.Descriptor.Category, error.Severity, isEnabledByDefault: true),
            error.Location,
            error.GetMessage(CultureInfo.InvariantCulture) + Hint);
}
