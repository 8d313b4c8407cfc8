using SongGenre.Tracking.Mlflow;

namespace SongGenre.Tracking.Review;

/// <summary>
/// The runs of an experiment that are on record, to look back at. A store that isn't there is empty, and looking
/// doesn't make it.
/// </summary>
public sealed class RunArchive : IDisposable
{
    private readonly bool _isNamed;
    private readonly IRunStore? _store;

    private RunArchive(string address, IRunStore? store, string experiment, bool isNamed)
    {
        Address = address;
        _store = store;
        Experiment = experiment;
        _isNamed = isNamed;
    }

    /// <summary>Where the runs are: a file or a server.</summary>
    public string Address { get; }

    /// <summary>The experiment's name.</summary>
    public string Experiment { get; }

    /// <summary>The store.</summary>
    /// <exception cref="SongGenreException">There is none yet.</exception>
    public IRunStore Store => _store ?? throw RunStore.IsMissing(Address);

    /// <summary>Opens a store, once the runs that earlier processes left behind have been brought to it.</summary>
    /// <param name="address">
    /// <c>sqlite:///PATH</c>, a path, or a server's address; null for where runs go on record, which is what
    /// MLFLOW_TRACKING_URI names, else <c>mlflow.db</c> in the repository.
    /// </param>
    /// <param name="experiment">The experiment; null for what MLFLOW_EXPERIMENT_NAME names, else <c>song-genre</c>.
    /// </param>
    /// <param name="say">Told in a line what an older server can't answer and what can't be sent; null for nobody.
    /// </param>
    /// <exception cref="SongGenreException">It can't be opened.</exception>
    public static RunArchive Open(
        string? address = null, string? experiment = null, Action<string>? say = null)
    {
        var options = TrackingOptions.ToLookUp();
        if (address is null && TrackingOptions.IsOnHere) TrackedRun.SendLeft(options, say);
        return Open(
            options with { Store = address ?? options.Store, Experiment = experiment ?? options.Experiment },
            isNamed: experiment is not null,
            say);
    }

    /// <summary>Opens the store of options.</summary>
    /// <param name="options">Where the runs are.</param>
    /// <param name="isNamed">Whether the experiment was asked for, so that it must be there.</param>
    /// <param name="say">As above.</param>
    internal static RunArchive Open(TrackingOptions options, bool isNamed, Action<string>? say)
    {
        var file = RunStore.IsServer(options.Store) ? null : RunStore.DatabaseOf(options.Store);
        var store = file is not null && !File.Exists(file) ? null : RunStore.Open(options.Store, say);
        return new(file ?? PublicAddress.Of(options.Store), store, options.Experiment, isNamed);
    }

    /// <summary>The experiment's runs, the latest first; none where there is no store yet.</summary>
    /// <param name="deleted">Whether those in the bin are asked for instead of those that aren't.</param>
    /// <exception cref="SongGenreException">
    /// The store fails, the experiment was asked for by name and isn't there, or it is deleted itself.
    /// </exception>
    public IReadOnlyList<Run> Runs(bool deleted = false)
    {
        if (_store is null) return [];
        if (_store.FindExperiment(Experiment) is not { } experiment)
        {
            return _isNamed ? throw new SongGenreException(
                $"{Address}: has no experiment '{Experiment}'; name another one.") : [];
        }

        if (experiment.IsDeleted && !deleted)
        {
            throw new SongGenreException(
                $"The experiment '{Experiment}' is deleted; bring it back with MLflow, or see its runs by --deleted.");
        }

        return _store.SearchRuns(experiment.Id, deleted);
    }

    /// <summary>A run by its id, the beginning of that, or its name in the experiment.</summary>
    /// <param name="text">An id of hexadecimal digits, or a name that one run alone has.</param>
    /// <exception cref="SongGenreException">No run, or more than one, is meant.</exception>
    public Run Find(string text) => TryFind(text) ?? throw (_store is null
        ? RunStore.IsMissing(Address)
        : new SongGenreException(
            $"'{text.ReplaceLineEndings(" ")}' is no run's id or name; 'songgenre runs' lists them."));

    /// <summary>The same; null for what can't be an id and is no run's name, which may be something else.</summary>
    /// <param name="text">As above.</param>
    /// <exception cref="SongGenreException">No run has that id, or more than one is meant.</exception>
    public Run? TryFind(string text)
    {
        if (!text.All(char.IsAsciiHexDigitLower)) return Named(text);
        try
        {
            return Store.GetRun(text);
        }
        catch (SongGenreException) when (_store is not null)
        {
            // Words like "deed" are names as well. Not in a filter: that would run while the store is still busy.
            if (Named(text) is { } named) return named;
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _store?.Dispose();

    private Run? Named(string text)
    {
        var named = Runs().Concat(Runs(deleted: true)).Where(run => run.Info.Name == text).ToList();
        return named.Count <= 1 ? named.FirstOrDefault() : throw new SongGenreException(
            $"'{text.ReplaceLineEndings(" ")}' is the name of {named.Count} runs ("
            + $"{string.Join(", ", named.Take(10).Select(run => run.Info.Id))}); give one's id.");
    }
}
