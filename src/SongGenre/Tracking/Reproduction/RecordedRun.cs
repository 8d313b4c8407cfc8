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
internal sealed record RecordedRun(
    Run Run,
    IReadOnlyDictionary<string, IReadOnlyList<Metric>> Histories,
    IReadOnlyDictionary<string, string> Packages,
    string? Experiment,
    string? Diff)
{
    private const string EnvironmentFolder = "environment";

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
            Text("git.diff"));

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
