using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net;
using System.Text.Json.Nodes;
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
internal sealed class NotebookPackages(string workingDirectory, NotebookLoadContext loadContext, NotebookLibraries libraries)
{
    private readonly PackageRestore restore = new(workingDirectory);
    private readonly ConcurrentDictionary<string, PortableExecutableReference> references = new();
    private ImmutableArray<PackageRequest> requests = [];
    private ImmutableArray<string> sources = [];
    private PackageGraph graph = PackageGraph.Empty;
    private int shown;

    /// <summary>What code compiles against: the assemblies of all packages, and of those that they need.</summary>
    public ImmutableArray<PortableExecutableReference> References => [.. graph.Packages.SelectMany(package => package.Compile)
        .Where(file => !HostAssemblies.IsShared(Path.GetFileNameWithoutExtension(file))).Select(Reference)];

    /// <summary>What code compiles against under a simple name, or null.</summary>
    public PortableExecutableReference? Find(string name) =>
        graph.Packages.SelectMany(package => package.Compile).FirstOrDefault(file => Names(file, name)) is { } file ? Reference(file) : null;

    /// <summary>The file that runs under a simple name, or null.</summary>
    public string? FileOf(string name) => graph.Packages.SelectMany(package => package.Runtime).FirstOrDefault(file => Names(file, name));

    /// <summary>Restores what a stretch of code asks for, and shows it.</summary>
    /// <returns>Why that can't be, or null. The session's packages are then as they were.</returns>
    public Diagnostic? Require(PackageDirectives directives, CancellationToken cancel)
    {
        if (directives.TooLate is { } late)
            return NotebookReferences.Error(PackageFailure.MissingReference, "#i must stand before the cell's code; move the line up", late);
        var asked = new List<(PackageRequest Request, Location Location)>();
        var all = requests;
        foreach (var (text, location) in directives.References)
        {
            if (PackageRequest.Parse(text) is not { } request)
                return NotebookReferences.Error(PackageFailure.MissingReference, $"'{text}' names no package; write #r \"nuget: Name, Version\"", location);
            if (Conflict(all, request) is { } conflict) return NotebookReferences.Error(PackageFailure.VersionConflict, conflict, location);
            asked.Add((request, location));
            if (!all.Any(other => Same(other, request))) all = all.Add(request);
        }

        var allSources = sources;
        foreach (var (text, location) in directives.Sources)
        {
            if (!TryFindSource(text, out var source, out var problem)) return NotebookReferences.Error(PackageFailure.MissingReference, problem, location);
            if (!allSources.Contains(source)) allSources = allSources.Add(source);
        }

        if (asked.Count > 0)
        {
            var id = $"packages-{Interlocked.Increment(ref shown)}";
            var content = Restoring(asked.Select(one => one.Request));
            CellOutputs.Current?.Publish(new DisplayOutput(content, []) { DisplayId = id });
            var (restored, failure) = restore.Run(all, allSources, cancel);
            if ((failure ?? Clash(restored)) is { } reason)
            {
                var location = asked.FirstOrDefault(one => Mentions(reason.Message, one.Request.Name), asked[0]).Location;
                return NotebookReferences.Error(reason.Id, reason.Message, location);
            }

            graph = restored;
            loadContext.SetPackages(restored.Packages);
            CellOutputs.Current?.Publish(new UpdateDisplayOutput(id, Installed(asked.Select(one => one.Request), directives), []));
        }

        (requests, sources) = (all, allSources);
        return null;
    }

    private string? Conflict(IEnumerable<PackageRequest> others, PackageRequest request)
    {
        if (others.FirstOrDefault(other => Same(other, request)) is not { } other || request.Version is null) return null;
        var inUse = graph.Find(request.Name)?.Version;
        if (request.Version.Equals(other.Version, StringComparison.OrdinalIgnoreCase) || request.Version == inUse) return null;
        return inUse is null
            ? $"two lines ask for different versions of {request.Name}: {other.Version ?? "the newest"} and {request.Version}; keep one of them"
            : $"{request.Name} {inUse} is in use already in this session, and another version can't take its place; "
                + $"ask for the same version everywhere, or restart the kernel to use {request.Version}";
    }

    // What runs already can't be replaced.
    private PackageFailure? Clash(PackageGraph restored)
    {
        foreach (var package in restored.Packages)
            foreach (var file in package.Runtime)
            {
                var name = Path.GetFileNameWithoutExtension(file);
                if (HostAssemblies.IsShared(name) || (loadContext.BuildOf(name) ?? libraries.Find(name)?.Build) is not { } build
                    || LibraryFile.BuildOf(file) == build)
                    continue;
                var inUse = graph.Packages.FirstOrDefault(other => other.Runtime.Any(one => Names(one, name))) is { } other
                    ? $"{other.Name} {other.Version}" : $"another {name}.dll";
                return new(PackageFailure.VersionConflict, $"the packages need {package.Name} {package.Version}, but {inUse} is in use already in this "
                    + "session; restart the kernel and name all packages in its first cell");
            }

        return null;
    }

    private bool TryFindSource(string text, out string source, out string problem)
    {
        (source, problem) = ("", "");
        if (!PackageRequest.IsPackage(text))
        {
            problem = $"'{text}' names no source; write #i \"nuget: URL or folder\"";
            return false;
        }

        var name = PackageRequest.AfterPrefix(text);
        if (name.Contains("://", StringComparison.Ordinal))
        {
            source = name;
            return true;
        }

        source = Path.GetFullPath(name, workingDirectory);
        problem = $"there is no folder {name} to take packages from (paths are relative to the notebook's folder); correct the line";
        return Directory.Exists(source);
    }

    private static JsonObject Restoring(IEnumerable<PackageRequest> requests)
    {
        var text = $"Restoring {string.Join(", ", requests.Distinct())}…";
        return new() { ["text/html"] = $"<div>{WebUtility.HtmlEncode(text)}</div>", ["text/plain"] = text };
    }

    // The markup of .NET Interactive.
    private JsonObject Installed(IEnumerable<PackageRequest> asked, PackageDirectives directives)
    {
        string[] packages = [.. asked.Select(request => graph.Find(request.Name) is { } package ? $"{package.Name}, {package.Version}" : $"{request.Name}, the platform's").Distinct()];
        string[] from = [.. directives.Sources.Select(source => PackageRequest.AfterPrefix(source.Text)).Distinct()];
        return new()
        {
            ["text/html"] = $"<div>{Html("Restore sources", from)}<div></div>{Html("Installed Packages", packages)}</div>",
            ["text/plain"] = string.Join('\n', [.. from.Select(source => "Restore source: " + source), .. packages.Select(package => "Installed package: " + package)]),
        };

        static string Html(string title, string[] items) => items.Length == 0 ? "<div></div>"
            : $"<div><strong>{title}</strong><ul>{string.Concat(items.Select(item => $"<li><span>{WebUtility.HtmlEncode(item)}</span></li>"))}</ul></div>";
    }

    private PortableExecutableReference Reference(string file) =>
        references.GetOrAdd(file, static path => MetadataReference.CreateFromFile(path));

    private static bool Mentions(string message, string name) =>
        Regex.IsMatch(message, $@"(?<![\w.-]){Regex.Escape(name)}(?![\w-])", RegexOptions.IgnoreCase);

    private static bool Same(PackageRequest one, PackageRequest other) => one.Name.Equals(other.Name, StringComparison.OrdinalIgnoreCase);

    private static bool Names(string file, string name) => Path.GetFileNameWithoutExtension(file).Equals(name, StringComparison.OrdinalIgnoreCase);
}
