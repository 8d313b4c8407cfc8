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
/// <param name="CommandLine">Its command line, to be given to a shell; null where it isn't on record.</param>
/// <param name="Overrides">What was overridden, a line each; null for nothing.</param>
/// <param name="Diff">What was changed since the commit; null for nothing.</param>
/// <param name="Files">SHA-256 by path of the files that the same run makes with the same bytes.</param>
internal sealed record RecordedRun(
    Run Run,
    IReadOnlyDictionary<string, IReadOnlyList<Metric>> Histories,
    IReadOnlyDictionary<string, string> Packages,
    string? Experiment,
    string? CommandLine,
    string? Overrides,
    string? Diff,
    IReadOnlyDictionary<string, string> Files)
{
    private const string EnvironmentFolder = "environment";
    private const string PackagesName = "packages.lock.json";
    private const string PackagesPath = EnvironmentFolder + "/" + PackagesName;

    // Of changes, packages and experiment; a store may hold anything.
    private const int LongestText = 64 << 20;

    private static readonly string[] Results =
        ["predictions/test.csv", "importances.csv", "confusion.csv", "best.yaml"];

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
            Text(PackagesName) is { } packages ? ReadPackages(packages, run) : new Dictionary<string, string>(),
            Text("experiment.yaml"),
            Whole(TrackedRun.CommandLineName),
            Whole(TrackedRun.OverridesName),
            Text("git.diff"),
            FilesIn(store, root, "")
                .ToDictionary(path => path, path => Sha256(store, root, path), StringComparer.Ordinal));

        // A tag has no room for a long one, whose file may be of an earlier command of the same run.
        string? Whole(string name)
        {
            var tag = run.Tags.GetValueOrDefault("songgenre." + name);
            if (tag is null || !Limits.IsCut(tag)) return tag;
            return Text(name + ".txt") is { } whole && Limits.OwnTag(whole) == tag
                ? whole
                : throw Unusable(run, $"{EnvironmentFolder}/{name}.txt", "isn't what the tag has the beginning of");
        }

        string? Text(string name)
        {
            if (!files.Contains(name)) return null;
            var path = $"{EnvironmentFolder}/{name}";
            using var stream = store.OpenArtifact(root, path);
            using var text = new MemoryStream();
            var buffer = new byte[1 << 16];
            for (int length; (length = stream.Read(buffer)) > 0;)
            {
                text.Write(buffer, 0, length);
                if (text.Length <= LongestText) continue;
                throw Unusable(run, path, FormattableString.Invariant($"is over {LongestText >> 20} MB"));
            }

            text.Position = 0;
            using var reader = new StreamReader(text, Encoding.UTF8);
            return reader.ReadToEnd();
        }
    }

    /// <summary>A tag's value; null where it isn't set.</summary>
    public string? Tag(string name) => Run.Tags.GetValueOrDefault(name);

    private static bool IsOfTime(string metric) =>
        metric.Split('.', '/') is var parts && (parts.Contains("seconds") || parts[0] == "system");

    private static IEnumerable<string> FilesIn(IRunStore store, string root, string folder) =>
        store.ListArtifacts(root, folder).SelectMany(entry =>
            entry.Path is EnvironmentFolder or MlflowModel.Name ? []
            : entry.IsFolder ? FilesIn(store, root, entry.Path) : IsOfResults(entry.Path) ? [entry.Path] : []);

    // Of a report the pictures alone: its pages also tell of the machine.
    private static bool IsOfResults(string path) =>
        Results.Contains(path) || path.EndsWith(".png", StringComparison.Ordinal);

    private static string Sha256(IRunStore store, string root, string path)
    {
        using var stream = store.OpenArtifact(root, path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    // As NuGet's lock files are built.
    private static Dictionary<string, string> ReadPackages(string json, Run run)
    {
        var packages = new Dictionary<string, string>();
        try
        {
            using var document = JsonDocument.Parse(json);
            foreach (var package in document.RootElement.GetProperty("dependencies").EnumerateObject()
                .SelectMany(framework => framework.Value.EnumerateObject()))
            {
                packages[package.Name] = package.Value.GetProperty("resolved").GetString() ?? "";
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw Unusable(run, PackagesPath, "is no list of packages as NuGet locks them", e);
        }

        if (run.Tags.GetValueOrDefault("songgenre.dotnet") is { } runtime) packages["the runtime"] = runtime;
        return packages;
    }

    private static SongGenreException Unusable(Run run, string path, string why, Exception? cause = null) =>
        new($"run {run.Info.Id}: its file {path} {why}, so what it ran on isn't known; name another run.", cause!);
}
