using SongGenre.Tracking;
using SongGenre.Tracking.Mlflow;

namespace SongGenre.Cli;

/// <summary>The store where runs go on record, opened to look something up or to add to it.</summary>
internal static class TrackingStore
{
    private const string Scheme = "sqlite:///";

    /// <summary>The experiment that models belong to which no run made.</summary>
    public static string Experiment => Options.Experiment;

    // Models are found and registered even where runs are kept off the record.
    private static TrackingOptions Options => TrackingOptions.FromEnvironment(variable: name =>
        name == TrackingOptions.SwitchVariable ? null : Environment.GetEnvironmentVariable(name));

    /// <summary>Opens the store.</summary>
    /// <param name="say">Told in a line what the store does without.</param>
    /// <param name="mustExist">Whether a database that isn't there is refused, not created.</param>
    public static IRunStore Open(Action<string> say, bool mustExist = true)
    {
        var address = Options.Store;
        if (mustExist && address.StartsWith(Scheme, StringComparison.Ordinal) && !File.Exists(address[Scheme.Length..]))
        {
            throw new SongGenreException(
                $"{address[Scheme.Length..]}: nothing is on record there; train a model first, or name another store by "
                + "MLFLOW_TRACKING_URI.");
        }

        return RunStore.Open(address, say);
    }
}
