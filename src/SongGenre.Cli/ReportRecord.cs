using System.Security.Cryptography;
using System.Text.Json;
using SongGenre.Notebooks.Runner;

namespace SongGenre.Cli;

/// <summary>The record of a report, <c>run.json</c> in its folder.</summary>
internal static class ReportRecord
{
    private const string Name = "run.json";

    /// <summary>The record's file.</summary>
    public static string FileIn(string folder) => Path.Combine(folder, Name);

    /// <summary>What the record and the terminal call an end.</summary>
    public static string Word(RunStatus status) => status switch
    {
        RunStatus.Succeeded => "finished",
        RunStatus.NotRun => "not run",
        RunStatus.Differs => "differs",
        RunStatus.Cancelled => "interrupted",
        _ => "failed",
    };

    /// <summary>Removes what an earlier run's record says it wrote and the new run has not written again.</summary>
    public static void RemoveOld(string folder, IEnumerable<string> written)
    {
        if (!File.Exists(FileIn(folder))) return;
        foreach (var name in Written(FileIn(folder)).Except(written))
        {
            if (Path.GetFileName(name) == name) File.Delete(Path.Combine(folder, name));
        }
    }

    /// <summary>SHA-256 by name of the files that a run wrote.</summary>
    public static SortedDictionary<string, string> Hashes(string folder, RunReport report)
    {
        var names = report.Notebooks.SelectMany(n => (string[])[n.Name, Path.ChangeExtension(n.Name, ".html")])
            .Append("index.html").Append("plotly.min.js");
        return new(
            names.Where(name => File.Exists(Path.Combine(folder, name))).ToDictionary(
                name => name,
                name => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(folder, name))))),
            StringComparer.Ordinal);
    }

    // A file of that name that is no record is somebody else's, and nothing is known of the folder.
    private static List<string> Written(string record)
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(record));
            return json.RootElement.ValueKind == JsonValueKind.Object
                && json.RootElement.TryGetProperty("files", out var files) && files.ValueKind == JsonValueKind.Object
                ? [.. files.EnumerateObject().Select(file => file.Name)]
                : [];
        }
        catch (JsonException)
        {
            return [];
        }
    }
}
