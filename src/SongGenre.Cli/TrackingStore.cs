using SongGenre.Tracking.Mlflow;

namespace SongGenre.Cli;

/// <summary>The store that the environment names.</summary>
internal static class TrackingStore
{
    private const string Scheme = "sqlite:///";

    /// <summary>The experiment that models belong to which no run made.</summary>
    public static string Experiment => Setting("MLFLOW_EXPERIMENT_NAME") ?? "song-genre";

    /// <summary>Opens the store.</summary>
    /// <param name="say">Told in a line what the store does without.</param>
    /// <param name="mustExist">Whether a database that isn't there is refused, not created.</param>
    public static IRunStore Open(Action<string> say, bool mustExist = true)
    {
        var address = Setting("MLFLOW_TRACKING_URI") ?? Scheme + "mlflow.db";
        var file = address.StartsWith(Scheme, StringComparison.Ordinal) ? address[Scheme.Length..] : address;
        if (mustExist && !file.Contains("://", StringComparison.Ordinal) && !File.Exists(file))
        {
            throw new SongGenreException(
                $"{file}: no run has been recorded there; train a model first, or name the store by MLFLOW_TRACKING_URI.");
        }

        return RunStore.Open(address, say);
    }

    private static string? Setting(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
