using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using SongGenre.Tracking.Mlflow;

namespace SongGenre.Tracking.Reproduction;

/// <summary>What a run left of itself in its store.</summary>
/// <param name="Run">Parameters, tags and latest figures.</param>
/// <param name="Histories">Every figure of a metric, in its order, but those of time.</param>
/// <param name="Packages">Package to version, .NET among them; empty where they aren't on record.</param>
/// <param name="Experiment">The whole experiment as YAML; null where it isn't on record.</param>
/// <param name="Diff">What was changed since the commit; null for nothing.</param>
/// <param name="Files">SHA-256 by path of the files that the same run makes with the same bytes.</param>
internal sealed record RecordedRun(
    Run Run,
    IReadOnlyDictionary<string, IReadOnlyList<Metric>> Histories,
    IReadOnlyDictionary<string, string> Packages,
    string? Experiment,
    string? Diff,
    IReadOnlyDictionary<string, string> Files)
{
    private const string EnvironmentFolder = "environment";

    private static readonly string[] Results = ["predictions/test.csv", "importances.csv", "confusion.csv"];

    public static RecordedRun Read(IRunStore store, string id)
    {
        var run = store.GetRun(id);
        var root = run.Info.ArtifactUri;
        var files = store.ListArtifacts(root, EnvironmentFolder)
            .Select(entry => Path.GetFileName(entry.Path)).ToHashSet();
        return new(
            run,
            run.Metrics.Keys.Where(key => !IsOfTime(key)).Order(StringComparer.Ordinal)
                .ToDictionary(key => key, key => store.GetMetricHistory(run.Info.Id, key)),
            Text("packages.lock.json") is { } packages ? ReadPackages(packages, run) : new Dictionary<string, string>(),
            Text("experiment.yaml"),
            Text("git.diff"),
            FilesIn(store, root, "")
                .ToDictionary(path => path, path => Sha256(store, root, path), StringComparer.Ordinal));

        string? Text(string name)
        {
            if (!files.Contains(name)) return null;
            using var stream = store.OpenArtifact(root, $"{EnvironmentFolder}/{name}");
            using var reader = new StreamReader(stream, Encoding.UTF8);
            return reader.ReadToEnd();
        }
    }

    /// <summary>A tag's value; null where it isn't set.</summary>
    public string? Tag(string name) => Run.Tags.GetValueOrDefault(name);

    private static bool IsOfTime(string metric) =>
        metric.Split('.', '/') is var parts && (parts.Contains("seconds") || parts[0] == "system");

    // Of a report the pictures: its pages also tell of the machine.
    private static IEnumerable<string> FilesIn(IRunStore store, string root, string folder) =>
        store.ListArtifacts(root, folder).SelectMany(entry => entry.IsFolder
            ? entry.Path == "predictions" || IsOfReport(entry.Path) ? FilesIn(store, root, entry.Path) : []
            : Results.Contains(entry.Path) || (IsOfReport(entry.Path)
                && entry.Path.EndsWith(".png", StringComparison.Ordinal)) ? (string[])[entry.Path] : []);

    private static bool IsOfReport(string path) => path.Split('/')[0] == "report";

    private static string Sha256(IRunStore store, string root, string path)
    {
        using var stream = store.OpenArtifact(root, path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    // As NuGet's lock files are built.
    private static Dictionary<string, string> ReadPackages(string json, Run run)
    {
        using var document = JsonDocument.Parse(json);
        var packages = document.RootElement.GetProperty("dependencies").EnumerateObject()
            .SelectMany(framework => framework.Value.EnumerateObject())
            .ToDictionary(package => package.Name, package => package.Value.GetProperty("resolved").GetString()!);
        if (run.Tags.GetValueOrDefault("songgenre.dotnet") is { } runtime) packages["the runtime"] = runtime;
        return packages;
    }
}
