using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SongGenre.Notebooks.Kernel.Editing;

/// <summary>
/// What one or several submissions in a row have declared, as the text of one submission. Looking up names takes time
/// in proportion to the submissions, so that a long session is answered from far fewer than it has cells.
/// </summary>
internal sealed class SessionPart
{
    // The last part is read again after each cell; this bounds what is read.
    private const int Capacity = 40;

    private readonly StringBuilder text = new();
    private readonly HashSet<string> words = [];
    private readonly bool isWhole;
    private int submissions;

    /// <summary>Begins with a submission.</summary>
    public SessionPart(CSharpCompilation first)
    {
        First = first;
        var root = Root(first);
        isWhole = StandsAlone(first);
        if (isWhole) text.Append(root.ToFullString());
        else Append(root);
    }

    /// <summary>The submission that it began with.</summary>
    public CSharpCompilation First { get; }

    /// <summary>The declarations.</summary>
    public string Text => text.ToString();

    /// <summary>Takes a submission in; false when that would change what a name means in those before it.</summary>
    public bool TryAdd(CSharpCompilation next)
    {
        var root = Root(next);
        if (isWhole || submissions == Capacity || StandsAlone(next) || Declared(root).Any(words.Contains)) return false;
        Append(root);
        return true;
    }

    /// <summary>Whether a submission declares nothing that later cells see.</summary>
    public static bool IsEmpty(CSharpCompilation submission) =>
        !StandsAlone(submission) && !Declared(Root(submission)).Any();

    // Files that it loads stand before it.
    private static CompilationUnitSyntax Root(CSharpCompilation submission) =>
        submission.SyntaxTrees[^1].GetCompilationUnitRoot();

    // Usings, references and conditions have meaning for all that stands with them.
    private static bool StandsAlone(CSharpCompilation submission) =>
        submission.ExternalReferences.Length > 0 || submission.Options.Usings.Length > 0
        || Root(submission) is { Usings.Count: > 0 } or { Externs.Count: > 0 } or { ContainsDirectives: true };

    private void Append(CompilationUnitSyntax root)
    {
        submissions++;
        foreach (var member in root.Members.Where(member => DeclaredBy(member).Any()))
        {
            text.Append(member.ToFullString()).Append('\n');
            // A cell's last expression may have none.
            if (member is GlobalStatementSyntax) text.Append(";\n");
        }

        foreach (var token in root.DescendantTokens())
            if (token.IsKind(SyntaxKind.IdentifierToken)) words.Add(token.ValueText);
    }

    private static IEnumerable<string> Declared(CompilationUnitSyntax root) => root.Members.SelectMany(DeclaredBy);

    private static IEnumerable<string> DeclaredBy(MemberDeclarationSyntax member) => member switch
    {
        BaseFieldDeclarationSyntax fields => fields.Declaration.Variables.Select(field => field.Identifier.ValueText)
            .Concat(Designated(member)),
        MethodDeclarationSyntax method => [method.Identifier.ValueText],
        PropertyDeclarationSyntax property => [property.Identifier.ValueText],
        EventDeclarationSyntax declared => [declared.Identifier.ValueText],
        BaseTypeDeclarationSyntax type => [type.Identifier.ValueText],
        DelegateDeclarationSyntax type => [type.Identifier.ValueText],
        GlobalStatementSyntax => Designated(member),
        _ => [],
    };

    // Deconstructions, patterns and out variables.
    private static IEnumerable<string> Designated(MemberDeclarationSyntax member) =>
        member.DescendantNodes().OfType<SingleVariableDesignationSyntax>().Select(name => name.Identifier.ValueText);
}
