using SongGenre.Tracking;
using SongGenre.Tracking.Artifacts;

namespace SongGenre.Steps;

/// <summary>A step at work: what it takes from the store and adds to it is noted as its run's.</summary>
/// <param name="store">The store.</param>
/// <param name="run">The run that the step is on record as.</param>
/// <param name="maker">The run as the store knows it.</param>
/// <param name="inputOf">The version that the step takes of a name.</param>
internal sealed class StepWork(ArtifactStore store, TrackedRun run, ArtifactRun maker, Func<string, string> inputOf)
{
    private readonly List<ArtifactVersion> _used = [];
    private readonly List<ArtifactVersion> _made = [];

    public TrackedRun Run => run;

    /// <summary>The run as the store knows it.</summary>
    public ArtifactRun Maker => maker;

    public IReadOnlyList<ArtifactVersion> Used => _used;

    public IReadOnlyList<ArtifactVersion> AllMade => _made;

    /// <summary>Takes an artifact.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="context">What its rows are for; null for what is no data of a model.</param>
    public ArtifactVersion Take(string name, string? context = null) => TakeThis(inputOf(name), context);

    /// <summary>Takes a version, also one that is no input of the plan.</summary>
    public ArtifactVersion TakeThis(string reference, string? context = null)
    {
        var version = store.Use(reference, maker);
        _used.Add(version);
        run.Used(store, version, context);
        return version;
    }

    /// <summary>Notes what the step has added to the store.</summary>
    public ArtifactVersion Made(ArtifactVersion version)
    {
        _made.Add(version);
        run.Made(store, version);
        return version;
    }

    /// <summary>Adds files that are written to a folder of their own.</summary>
    /// <param name="name">The artifact's name.</param>
    /// <param name="type">Its kind.</param>
    /// <param name="write">Writes into the folder that it is given, which is there and empty.</param>
    /// <param name="metadata">What is known of it.</param>
    public ArtifactVersion Add(string name, string type, Action<string> write, ArtifactMetadata metadata) =>
        In(folder =>
        {
            write(folder);
            return Made(store.Add(name, type, folder, metadata, maker));
        });

    /// <summary>Reads a version's files from a folder that is gone afterwards.</summary>
    public T Read<T>(ArtifactVersion version, Func<string, T> read) => In(folder =>
    {
        store.Get(version.Reference, folder);
        return read(folder);
    });

    private static T In<T>(Func<string, T> work)
    {
        var folder = Directory.CreateTempSubdirectory("songgenre-").FullName;
        try
        {
            return work(folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
