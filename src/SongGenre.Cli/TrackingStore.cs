using SongGenre.Tracking;
using SongGenre.Tracking.Mlflow;

namespace SongGenre.Cli;

/// <summary>The store where runs go on record, opened to look something up or to add to it.</summary>
internal static class TrackingStore
{
    /// <summary>The experiment that models belong to which no run made.</summary>
    public static string Experiment => TrackingOptions.ToLookUp().Experiment;

    /// <summary>Opens the store.</summary>
    /// <param name="say">Told in a line what the store does without.</param>
    /// <param name="mustExist">Whether a database that isn't there is refused, not created.</param>
    public static IRunStore Open(Action<string> say, bool mustExist = true)
    {
        var address = TrackingOptions.ToLookUp().Store;
        return mustExist ? RunStore.OpenExisting(address, say) : RunStore.Open(address, say);
    }
}
