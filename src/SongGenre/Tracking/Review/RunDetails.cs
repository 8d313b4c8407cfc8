using SongGenre.Tracking.Mlflow;

namespace SongGenre.Tracking.Review;

/// <summary>A run with all that can be found out about it.</summary>
public sealed record RunDetails
{
    /// <summary>The run.</summary>
    public required Run Run { get; init; }

    /// <summary>All values of each of its metrics by name, in the order of their steps.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<Metric>> History { get; init; }

    /// <summary>The models that it made.</summary>
    public required IReadOnlyList<LoggedModel> Made { get; init; }

    /// <summary>The models that it used.</summary>
    public required IReadOnlyList<LoggedModel> Used { get; init; }

    /// <summary>Its files, by path.</summary>
    public required IReadOnlyList<ArtifactEntry> Files { get; init; }

    /// <summary>Why its files can't be listed; null where they can.</summary>
    public string? FilesFailure { get; init; }

    /// <summary>The parameters that were overridden, whatever their value.</summary>
    public IReadOnlySet<string> Overridden =>
        (Run.Tags.GetValueOrDefault("songgenre.overrides") ?? "").Split('\n')
            .Select(line => line.Split('=')[0].Trim()).Where(key => key.Length > 0).ToHashSet();

    /// <summary>Reads all about a run.</summary>
    /// <param name="store">Where it is.</param>
    /// <param name="run">The run.</param>
    /// <exception cref="SongGenreException">The store fails.</exception>
    public static RunDetails Read(IRunStore store, Run run)
    {
        List<ArtifactEntry> files = [];
        string? failure = null;
        try
        {
            AddFiles(store, run.Info.ArtifactUri, "", files);
        }
        catch (SongGenreException unreadable)
        {
            // Of a run whose files are behind a server that doesn't run now, the rest is still worth a look.
            failure = unreadable.Message;
        }

        return new()
        {
            Run = run,
            History = run.Metrics.Keys.ToDictionary(key => key, key => store.GetMetricHistory(run.Info.Id, key)),
            Made = Models(store, run.ModelOutputs.Select(output => output.ModelId)),
            Used = Models(store, run.ModelInputs),
            Files = files,
            FilesFailure = failure,
        };
    }

    private static void AddFiles(IRunStore store, string uri, string folder, List<ArtifactEntry> files)
    {
        foreach (var entry in store.ListArtifacts(uri, folder))
        {
            if (entry.IsFolder) AddFiles(store, uri, entry.Path, files);
            else files.Add(entry);
        }
    }

    // One that was deleted meanwhile is still the run's, but there is nothing left to tell of it.
    private static List<LoggedModel> Models(IRunStore store, IEnumerable<string> ids)
    {
        List<LoggedModel> models = [];
        foreach (var id in ids)
        {
            try
            {
                models.Add(store.GetModel(id));
            }
            catch (SongGenreException)
            {
                continue;
            }
        }

        return models;
    }
}
