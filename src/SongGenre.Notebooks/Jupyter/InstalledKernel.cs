using System.Text.Json;
using System.Text.Json.Nodes;

namespace SongGenre.Notebooks.Jupyter;

/// <summary>A kernel that this program installed.</summary>
/// <param name="Name">The name by which notebooks refer to it.</param>
/// <param name="Folder">Where it is.</param>
/// <param name="Version">The version of the host that it holds; empty when that is unknown.</param>
/// <param name="Source">The folder that it was copied from; empty when that is unknown.</param>
/// <param name="Notes">What is wrong with it, or worth knowing, a line each; empty when there is nothing.</param>
public sealed record InstalledKernel(
    string Name, string Folder, string Version, string Source, IReadOnlyList<string> Notes)
{
    /// <summary>The part of a kernel's metadata that tells ours from others'.</summary>
    internal const string Mark = "songgenre";

    /// <summary>The kernel in a folder; null when there is none of ours.</summary>
    internal static InstalledKernel? Find(string folder)
    {
        try
        {
            var file = File.ReadAllBytes(Path.Combine(folder, "kernel.json"));
            if (JsonNode.Parse(file, documentOptions: HostFiles.Json) is not JsonObject spec) return Damaged(folder);
            if (spec["metadata"] is not JsonObject metadata || metadata[Mark] is not JsonObject mark) return null;
            var source = Text(mark["source"]);
            return new(Path.GetFileName(folder), folder, Text(mark["version"]), source,
                [.. Missing(spec, folder), .. Age(folder, source)]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException
            or ArgumentException or InvalidOperationException)
        {
            return Damaged(folder);
        }
    }

    // Nobody else's has such a program beside it.
    private static InstalledKernel? Damaged(string folder) =>
        File.Exists(Path.Combine(folder, HostFiles.Folder, HostFiles.Program))
            ? new(Path.GetFileName(folder), folder, "", "",
                ["damaged, its kernel.json can't be read; install it again"])
            : null;

    private static string Text(JsonNode? node) => node?.GetValueKind() == JsonValueKind.String ? (string)node! : "";

    private static IEnumerable<string> Missing(JsonObject spec, string folder)
    {
        if (spec["argv"] is not JsonArray { Count: > 1 } arguments)
            return ["damaged, kernel.json doesn't say what to start; install it again"];
        var (dotnet, program) = (Text(arguments[0]), Text(arguments[1]));
        if (!File.Exists(dotnet)) return [$"{dotnet} is gone; install .NET 10, then the kernel again"];
        string[] missing = File.Exists(program)
            ? [.. HostFiles.Missing(Path.Combine(folder, HostFiles.Folder))]
            : [program];
        return missing.Length == 0 ? [] : [$"damaged, {string.Join(", ", missing)} missing; install it again"];
    }

    private static IEnumerable<string> Age(string folder, string source)
    {
        var from = Path.Combine(source, HostFiles.Program);
        var copy = Path.Combine(folder, HostFiles.Folder, HostFiles.Program);
        if (!File.Exists(from)) return ["the place it was made from is gone; it works on with its own copy"];
        try
        {
            return File.Exists(copy) && !File.ReadAllBytes(from).AsSpan().SequenceEqual(File.ReadAllBytes(copy))
                ? ["the program there has changed since; install it again to use that"]
                : [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [$"whether it is up to date can't be told: {e.Message.ReplaceLineEndings(" ")}"];
        }
    }
}
