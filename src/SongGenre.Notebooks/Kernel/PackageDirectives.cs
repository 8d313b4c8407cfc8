using System.Text;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace SongGenre.Notebooks.Kernel;

/// <summary>
/// The lines of code, and of the files that it loads, that say which packages it needs and where they are:
/// <c>#r "nuget: …"</c> and <c>#i "nuget: …"</c>.
/// </summary>
internal sealed partial class PackageDirectives
{
    private readonly List<(string Text, Location Location)> references = [];
    private readonly List<(string Text, Location Location)> sources = [];
    private readonly HashSet<string> loaded = [];

    /// <summary>What stands behind <c>#r</c>.</summary>
    public IReadOnlyList<(string Text, Location Location)> References => references;

    /// <summary>What stands behind <c>#i</c>.</summary>
    public IReadOnlyList<(string Text, Location Location)> Sources => sources;

    /// <summary>Whether a line about sources stands where it counts no more.</summary>
    public Location? TooLate { get; private set; }

    /// <summary>Finds the lines.</summary>
    /// <param name="tree">The code, its <c>#i</c> lines included.</param>
    /// <param name="files">Finds what it loads.</param>
    public static PackageDirectives Of(SyntaxTree tree, SourceReferenceResolver files)
    {
        var found = new PackageDirectives();
        found.Add(tree, files);
        return found;
    }

    /// <summary>Code without its <c>#i</c> lines, which are no C#; everything else keeps its place.</summary>
    public static string WithoutSources(string code)
    {
        if (!MayHaveSources(code)) return code;
        var text = new StringBuilder(code);
        foreach (var line in SourceLines(CSharpSyntaxTree.ParseText(code, ScriptCompiler.ParseOptions)))
            for (var i = line.Span.Start; i < line.Span.End; i++)
                if (text[i] is not ('\r' or '\n')) text[i] = ' ';
        return text.ToString();
    }

    private void Add(SyntaxTree tree, SourceReferenceResolver files)
    {
        var text = tree.GetText().ToString();
        if (!text.Contains('#', StringComparison.Ordinal)) return;
        var root = tree.GetCompilationUnitRoot();
        foreach (var reference in root.GetReferenceDirectives())
            if (reference.IsActive && PackageRequest.IsPackage(reference.File.ValueText))
                references.Add((reference.File.ValueText, reference.GetLocation()));
        if (MayHaveSources(text))
        {
            var first = root.GetFirstToken(includeZeroWidth: true);
            foreach (var line in SourceLines(tree))
            {
                var location = Location.Create(tree, line.Span);
                if (line.Token != first) TooLate ??= location;
                sources.Add((SourcePattern().Match(line.ToFullString()).Groups["text"].Value, location));
            }
        }

        foreach (var load in root.GetLoadDirectives())
        {
            var file = load.IsActive ? files.ResolveReference(load.File.ValueText, tree.FilePath) : null;
            if (file is null || !loaded.Add(file)) continue;
            // With its #i lines, other than the compiler gets to see it.
            if (TextOf(file) is { } content)
                Add(CSharpSyntaxTree.ParseText(content, ScriptCompiler.ParseOptions, file), files);
        }
    }

    // What can't be read is the compiler's to report.
    private static SourceText? TextOf(string file)
    {
        try
        {
            var code = File.ReadAllText(file);
            return CodeNesting.IsParsable(code) ? SourceText.From(code) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static bool MayHaveSources(string code) => SourcePattern().IsMatch(code);

    private static IEnumerable<SyntaxTrivia> SourceLines(SyntaxTree tree) =>
        tree.GetRoot().DescendantTrivia().Where(trivia => trivia.IsKind(SyntaxKind.BadDirectiveTrivia)
            && ((DirectiveTriviaSyntax)trivia.GetStructure()!).IsActive
            && SourcePattern().IsMatch(trivia.ToFullString()));

    [GeneratedRegex("""^[ \t]*#[ \t]*i[ \t]+"(?<text>[^"\r\n]*)"[ \t]*\r?$""", RegexOptions.Multiline)]
    private static partial Regex SourcePattern();
}
