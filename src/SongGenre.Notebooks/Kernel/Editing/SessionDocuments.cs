using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace SongGenre.Notebooks.Kernel.Editing;

/// <summary>
/// The session as Roslyn's editing features want it: projects that each are a submission and refer to the one
/// before it. Solutions are immutable, so that requests don't disturb each other.
/// </summary>
/// <param name="workingDirectory">What relative paths in cells are relative to.</param>
internal sealed class SessionDocuments(string workingDirectory)
{
    private static readonly CSharpParseOptions ParseOptions =
        ScriptCompiler.ParseOptions.WithDocumentationMode(DocumentationMode.Parse);

    private readonly Lock gate = new();
    private readonly DocumentedReferences references = new();
    private readonly List<CSharpCompilation> ran = [];
    private readonly List<(SessionPart Part, ProjectId Project)> chain = [];
    private bool isShown = true;
    private Solution solution = new AdhocWorkspace().CurrentSolution;

    /// <summary>The code as the session's next submission.</summary>
    public async Task<Document> Next(ScriptState state, string code, CancellationToken cancel)
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
            .WithMetadataReferenceResolver(new TypedReferences(workingDirectory, references))
            .WithSourceReferenceResolver(new CellFiles(workingDirectory));
        var project = ProjectId.CreateNewId();
        return Add(session, project, previous, code, options, previous is null ? HostAssemblies.References : [])
            .GetProject(project)!.Documents.Single();
    }

    private void Follow(CSharpCompilation? last)
    {
        var session = new List<CSharpCompilation>();
        for (var next = last; next is not null; next = next.ScriptCompilationInfo?.PreviousScriptCompilation)
            session.Add(next);
        session.Reverse();
        var same = 0;
        while (same < session.Count && same < ran.Count && ReferenceEquals(session[same], ran[same])) same++;
        // Sessions only grow, unless someone shortens them.
        if (same < ran.Count) Forget();
        foreach (var compilation in session.Skip(ran.Count)) Append(compilation);
        ShowLast();
    }

    private void Forget()
    {
        ran.Clear();
        chain.Clear();
        isShown = true;
        foreach (var project in solution.ProjectIds) solution = solution.RemoveProject(project);
    }

    private void Append(CSharpCompilation compilation)
    {
        ran.Add(compilation);
        if (SessionPart.IsEmpty(compilation)) return;
        if (chain.Count > 0 && chain[^1].Part.TryAdd(compilation))
        {
            if (isShown) solution = solution.RemoveProject(chain[^1].Project);
        }
        else
        {
            ShowLast();
            chain.Add((new SessionPart(compilation), ProjectId.CreateNewId()));
        }

        isShown = false;
    }

    private void ShowLast()
    {
        if (isShown) return;
        var (part, project) = chain[^1];
        var known = part.First.ExternalReferences.Concat(part.First.DirectiveReferences);
        var options = part.First.Options.WithMetadataReferenceResolver(new KnownReferences(part.First, references));
        solution = Add(solution, project, chain.Count > 1 ? chain[^2].Project : null, part.Text, options, known);
        isShown = true;
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
