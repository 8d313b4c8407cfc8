using System.Text.Json;
using System.Text.Json.Nodes;

namespace SongGenre.Notebooks.Jupyter;

/// <summary>A kernel that this program installed.</summary>
/// <param name="Name">The name by which notebooks refer to it.</param>
/// <param name="Folder">Where it is.</param>
/// <param name="Version">The version of the host that it holds.</param>
/// <param name="Source">The folder that it was copied from.</param>
/// <param name="Notes">What is wrong with it or worth knowing, a line each; empty when it is whole and up to date.</param>
public sealed record InstalledKernel(string Name, string Folder, string Version, string Source, IReadOnlyList<string> Notes)
{
    /// <summary>The part of a kernel's metadata that tells ours from others'.</summary>
    internal const string Mark = "songgenre";

    /// <summary>The kernel in a folder; null when there is none of ours.</summary>
    internal static InstalledKernel? Find(string folder)
    {
        try
        {
            var spec = JsonNode.Parse(File.ReadAllBytes(Path.Combine(folder, "kernel.json")));
            if (spec?["metadata"]?[Mark] is not JsonObject mark) return null;
            var source = (string?)mark["source"] ?? "";
            string[] notes = [.. Missing(spec["argv"] as JsonArray, folder), .. Age(folder, source)];
            return new(Path.GetFileName(folder), folder, (string?)mark["version"] ?? "", source, notes);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException or ArgumentException)
        {
            return null;
        }
    }

    private static IEnumerable<string> Missing(JsonArray? arguments, string folder)
    {
        if (arguments is not [var dotnet, var program, ..]) return ["kernel.json doesn't say what to start; install it again"];
        if (!File.Exists((string?)dotnet)) return [$"{(string?)dotnet} is gone; install .NET 10 and the kernel again"];
        var host = Path.Combine(folder, HostFiles.Folder);
        string[] missing = [.. HostFiles.Missing(host)];
        if (!File.Exists((string?)program)) missing = [(string?)program ?? "the program"];
        return missing.Length == 0 ? [] : [$"damaged, {string.Join(", ", missing)} missing; install it again"];
    }

    private static IEnumerable<string> Age(string folder, string source)
    {
        var from = Path.Combine(source, HostFiles.Program);
        var copy = Path.Combine(folder, HostFiles.Folder, HostFiles.Program);
        if (!File.Exists(from)) return ["the place it was installed from is gone; it works on with its own copy"];
        return File.Exists(copy) && !File.ReadAllBytes(from).AsSpan().SequenceEqual(File.ReadAllBytes(copy))
            ? ["the program there has changed since; install it again to use that"]
            : [];
    }
}
