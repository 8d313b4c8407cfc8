using System.Net;
using System.Text.Json.Nodes;

namespace SongGenre.Notebooks.Kernel;

/// <summary>
/// What a cell shows about packages: that they are being restored, then, in its place, which were, or that they weren't. None tells
/// whether that took a download or the cache, so that a notebook's file doesn't either.
/// </summary>
internal static class PackageFaces
{
    public static JsonObject Restoring(IEnumerable<PackageRequest> requests) =>
        Line($"Restoring {string.Join(", ", requests.Distinct())}…");

    public static JsonObject Failed(IEnumerable<PackageRequest> requests) =>
        Line($"Not restored: {string.Join(", ", requests.Distinct())}");

    /// <param name="requests">What the cell asks for.</param>
    /// <param name="sources">The sources that it names, as written.</param>
    /// <param name="graph">What was chosen.</param>
    public static JsonObject Installed(
        IEnumerable<PackageRequest> requests, IEnumerable<string> sources, PackageGraph graph)
    {
        string[] packages = [.. requests.Select(request => Described(request, graph)).Distinct()];
        string[] from = [.. sources.Distinct()];
        // The markup is .NET Interactive's.
        return Faces(
            $"<div>{List("Restore sources", from)}<div></div>{List("Installed Packages", packages)}</div>",
            string.Join('\n', [
                .. from.Select(source => "Restore source: " + source),
                .. packages.Select(package => "Installed package: " + package),
            ]));
    }

    private static string Described(PackageRequest request, PackageGraph graph)
    {
        if (graph.Find(request.Name) is not { } package) return request.Name + " (part of .NET)";
        var isHosts = package.Runtime.Count > 0
            && package.Runtime.All(file => HostAssemblies.IsShared(Path.GetFileNameWithoutExtension(file)));
        return $"{package.Name}, {package.Version}" + (isHosts ? " (the host's own copy is used)" : "");
    }

    private static string List(string title, string[] items)
    {
        if (items.Length == 0) return "<div></div>";
        var lines = items.Select(item => $"<li><span>{WebUtility.HtmlEncode(item)}</span></li>");
        return $"<div><strong>{title}</strong><ul>{string.Concat(lines)}</ul></div>";
    }

    private static JsonObject Line(string text) => Faces($"<div>{WebUtility.HtmlEncode(text)}</div>", text);

    private static JsonObject Faces(string html, string text) => new() { ["text/html"] = html, ["text/plain"] = text };
}
