using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace SongGenre.Notebooks.Kernel.Editing;

/// <summary>
/// The session as Roslyn's editing features want it: each submission that ran is a project that refers to the one
/// before it. Solutions are immutable, so that requests don't disturb each other.
/// </summary>
internal sealed class SessionDocuments
{
    private static readonly CSharpParseOptions ParseOptions = ScriptCompiler.ParseOptions.WithDocumentationMode(DocumentationMode.Parse);

    private readonly Lock gate = new();
    private readonly DocumentedReferences references = new();
    private readonly List<(CSharpCompilation Compilation, ProjectId Project)> chain = [];
    private Solution solution = new AdhocWorkspace().CurrentSolution;

    /// <summary>The code as the session's next submission.</summary>
    public async Task<Document> Next(ScriptState state, string code, string workingDirectory, CancellationToken cancel)
    {
        Solution session;
        ProjectId? previous;
        lock (gate)
        {
            Follow(state.Previous);
            session = solution;
            previous = chain.Count > 0 ? chain[^1].Project : null;
        }

        // Forks of a solution share what has been worked out before they fork.
        if (previous is not null) await session.GetProject(previous)!.GetCompilationAsync(cancel);
        var options = new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true)
            .WithUsings(previous is null ? ScriptCompiler.Usings : [])
            .WithMetadataReferenceResolver(new TypedReferences(workingDirectory, references));
        var project = ProjectId.CreateNewId();
        return Add(session, project, previous, code, options, previous is null ? HostAssemblies.References : [])
            .GetProject(project)!.Documents.Single();
    }

    private void Follow(CSharpCompilation? last)
    {
        var ran = new List<CSharpCompilation>();
        for (var compilation = last; compilation is not null; compilation = compilation.ScriptCompilationInfo?.PreviousScriptCompilation)
            ran.Add(compilation);
        ran.Reverse();
        var same = 0;
        while (same < ran.Count && same < chain.Count && ReferenceEquals(ran[same], chain[same].Compilation)) same++;
        for (; chain.Count > same; chain.RemoveAt(chain.Count - 1)) solution = solution.RemoveProject(chain[^1].Project);
        foreach (var compilation in ran.Skip(same))
        {
            var project = ProjectId.CreateNewId();
            var known = compilation.ExternalReferences.Concat(compilation.DirectiveReferences);
            var options = compilation.Options.WithMetadataReferenceResolver(new KnownReferences(compilation, references));
            solution = Add(solution, project, chain.Count > 0 ? chain[^1].Project : null, compilation.SyntaxTrees.Single().ToString(), options, known);
            chain.Add((compilation, project));
        }
    }

    private Solution Add(
        Solution before, ProjectId project, ProjectId? previous, string code, CompilationOptions options,
        IEnumerable<MetadataReference> metadata)
    {
        var name = $"cell-{project.Id:N}";
        var document = DocumentInfo.Create(
            DocumentId.CreateNewId(project), name, sourceCodeKind: SourceCodeKind.Script,
            loader: TextLoader.From(TextAndVersion.Create(SourceText.From(code), VersionStamp.Default)));
        return before.AddProject(ProjectInfo.Create(
            project, VersionStamp.Default, name, name, LanguageNames.CSharp,
            compilationOptions: options,
            parseOptions: ParseOptions,
            documents: [document],
            projectReferences: previous is null ? null : [new ProjectReference(previous)],
            metadataReferences: metadata.Select(references.Of).Distinct(),
            isSubmission: true));
    }
}
