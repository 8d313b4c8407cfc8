using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using SongGenre.Notebooks.Documents;

namespace SongGenre.Notebooks.Kernel;

/// <summary>
/// The packages of a session. All that its cells have asked for are restored together, so that what they need in
/// common has one version.
/// </summary>
/// <param name="workingDirectory">The notebook's folder.</param>
/// <param name="loadContext">Is told what the packages bring.</param>
/// <param name="libraries">What the session uses besides packages.</param>
internal sealed class NotebookPackages(
    string workingDirectory, NotebookLoadContext loadContext, NotebookLibraries libraries)
{
    private readonly PackageRestore restore = new(workingDirectory);
    private readonly ConcurrentDictionary<string, PortableExecutableReference> references = new();
    private ImmutableArray<PackageRequest> requests = [];
    private ImmutableArray<string> sources = [];
    private PackageGraph graph = PackageGraph.Empty;
    private int displays;

    /// <summary>What code compiles against: the assemblies of all packages, and of those that they need.</summary>
    public ImmutableArray<PortableExecutableReference> References =>
    [
        .. graph.Packages.SelectMany(package => package.Compile)
            .Where(file => !HostAssemblies.IsShared(Path.GetFileNameWithoutExtension(file))).Select(Reference),
    ];

    /// <summary>What code compiles against under a simple name, or null.</summary>
    public PortableExecutableReference? Find(string name)
    {
        var file = graph.Packages.SelectMany(package => package.Compile).FirstOrDefault(file => Names(file, name));
        return file is null ? null : Reference(file);
    }

    /// <summary>The file that runs under a simple name, or null.</summary>
    public string? FileOf(string name) =>
        graph.Packages.SelectMany(package => package.Runtime).FirstOrDefault(file => Names(file, name));

    /// <summary>Restores what a stretch of code asks for, and shows it.</summary>
    /// <returns>Why that can't be, or null. The session's packages are then as they were.</returns>
    public Diagnostic? Require(PackageDirectives directives, CancellationToken cancel)
    {
        if (directives.TooLate is { } late)
            return Refusal("#i must stand before the cell's code; move the line up", late);
        var asked = new List<(PackageRequest Request, Location Location)>();
        var all = requests;
        foreach (var (text, location) in directives.References)
        {
            if (PackageRequest.Parse(text) is not { } request)
                return Refusal($"'{text}' names no package; write #r \"nuget: Name, Version\"", location);
            if (Conflict(all, request) is { } conflict)
                return NotebookReferences.Error(PackageFailure.VersionConflict, conflict, location);
            asked.Add((request, location));
            if (!all.Any(other => Same(other, request))) all = all.Add(request);
        }

        var allSources = sources;
        foreach (var (text, location) in directives.Sources)
        {
            if (!TryFindSource(text, out var source, out var problem)) return Refusal(problem, location);
            if (!allSources.Contains(source)) allSources = allSources.Add(source);
        }

        if (asked.Count > 0 && Restore(asked, all, allSources, directives, cancel) is { } failure) return failure;
        (requests, sources) = (all, allSources);
        return null;
    }

    private Diagnostic? Restore(
        List<(PackageRequest Request, Location Location)> asked,
        ImmutableArray<PackageRequest> all,
        ImmutableArray<string> allSources,
        PackageDirectives directives,
        CancellationToken cancel)
    {
        var display = $"packages-{Interlocked.Increment(ref displays)}";
        var wanted = asked.Select(one => one.Request).ToList();
        CellOutputs.Current?.Publish(new DisplayOutput(PackageFaces.Restoring(wanted), []) { DisplayId = display });
        var shown = PackageFaces.Failed(wanted);
        try
        {
            var (restored, failure) = restore.Run(all, allSources, cancel);
            if ((failure ?? Clash(restored)) is { } reason)
            {
                var (_, location) = asked.FirstOrDefault(one => Mentions(reason.Message, one.Request.Name), asked[0]);
                return NotebookReferences.Error(reason.Id, reason.Message, location);
            }

            graph = restored;
            loadContext.SetPackages(restored.Packages);
            var named = directives.Sources.Select(source => PackageRequest.AfterPrefix(source.Text));
            shown = PackageFaces.Installed(wanted, named, restored);
            return null;
        }
        finally
        {
            CellOutputs.Current?.Publish(new UpdateDisplayOutput(display, shown, []));
        }
    }

    private string? Conflict(IEnumerable<PackageRequest> others, PackageRequest request)
    {
        var other = others.FirstOrDefault(other => Same(other, request));
        if (request.Version is null || other is null) return null;
        var inUse = graph.Find(request.Name)?.Version;
        if (request.Version == other.Version || request.Version == inUse) return null;
        return inUse is null
            ? $"two lines ask for different versions of {request.Name}: {other.Version ?? "the newest"} and "
                + $"{request.Version}; keep one of them"
            : $"{request.Name} {inUse} is in use already in this session; ask for the same version everywhere, "
                + $"or restart the kernel to use {request.Version}";
    }

    // What runs already can't be replaced.
    private PackageFailure? Clash(PackageGraph restored)
    {
        foreach (var package in restored.Packages)
            foreach (var file in package.Runtime)
            {
                var name = Path.GetFileNameWithoutExtension(file);
                if (HostAssemblies.IsShared(name)) continue;
                var running = loadContext.BuildOf(name) ?? libraries.Find(name)?.Build;
                if (running is null || LibraryFile.BuildOf(file) == running) continue;
                var owner = graph.Packages.FirstOrDefault(other => other.Runtime.Any(one => Names(one, name)));
                var inUse = owner is null ? $"another {name}.dll" : $"{owner.Name} {owner.Version}";
                return new(
                    PackageFailure.VersionConflict,
                    $"the packages need {package.Name} {package.Version}, but {inUse} is in use already in this "
                        + "session; restart the kernel and name all packages in its first cell");
            }

        return null;
    }

    private bool TryFindSource(string text, out string source, out string problem)
    {
        problem = $"'{text}' names no source; write #i \"nuget: URL or folder\"";
        source = PackageRequest.IsPackage(text) ? PackageRequest.AfterPrefix(text) : "";
        if (source.Length == 0) return false;
        if (source.Contains("://", StringComparison.Ordinal)) return true;
        problem = $"there is no folder {source} to take packages from (paths are relative to the notebook's folder); "
            + "correct the line";
        source = Path.GetFullPath(source, workingDirectory);
        return Directory.Exists(source);
    }

    private PortableExecutableReference Reference(string file) =>
        references.GetOrAdd(file, static path => MetadataReference.CreateFromFile(path));

    private static Diagnostic Refusal(string message, Location location) =>
        NotebookReferences.Error(PackageFailure.MissingReference, message, location);

    private static bool Mentions(string message, string name) =>
        Regex.IsMatch(message, $@"(?<![\w.-]){Regex.Escape(name)}(?![\w-])", RegexOptions.IgnoreCase);

    private static bool Same(PackageRequest one, PackageRequest other) =>
        one.Name.Equals(other.Name, StringComparison.OrdinalIgnoreCase);

    private static bool Names(string file, string name) =>
        Path.GetFileNameWithoutExtension(file).Equals(name, StringComparison.OrdinalIgnoreCase);
}
