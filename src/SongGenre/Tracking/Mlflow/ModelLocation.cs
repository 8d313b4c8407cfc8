using System.Globalization;
using System.Text.RegularExpressions;

namespace SongGenre.Tracking.Mlflow;

/// <summary>Where a store has a model's files.</summary>
/// <param name="ArtifactUri">The root of the artifacts.</param>
/// <param name="Folder">The model's folder below the root, with <c>/</c>; empty for the root.</param>
/// <param name="Model">The logged model; null where the store only knows the files.</param>
/// <param name="RunId">The run that made it; null when unknown.</param>
public sealed partial record ModelLocation(string ArtifactUri, string Folder, LoggedModel? Model, string? RunId)
{
    private const string Models = "models:/";
    private const string Runs = "runs:/";

    // Where a server of MLflow 2 leads from a version to the run's artifacts, and no further.
    private const int MostSteps = 4;

    /// <summary>The registered version that it was asked for by; null where it was asked for otherwise.</summary>
    public ModelVersion? Version { get; init; }

    /// <summary>What registers this model: <see cref="IRunStore.RegisterModel"/>'s <c>source</c>.</summary>
    public string Source => Model is { Id: var id } ? Models + id
        : Folder.Length == 0 ? ArtifactUri : $"{ArtifactUri}/{Folder}";

    /// <summary>Whether a text names a model of a store, not a folder.</summary>
    public static bool IsOne(string model) =>
        model.StartsWith(Models, StringComparison.Ordinal) || model.StartsWith(Runs, StringComparison.Ordinal);

    /// <summary>Finds a model.</summary>
    /// <param name="store">The store.</param>
    /// <param name="model">
    /// <c>models:/NAME@ALIAS</c>, <c>models:/NAME/VERSION</c>, <c>models:/m-…</c> for a logged model, or
    /// <c>runs:/RUN/model</c> for the one that a run made.
    /// </param>
    /// <exception cref="SongGenreException">There is none, it isn't complete, or the text has another form.</exception>
    public static ModelLocation Find(IRunStore store, string model) => Find(store, model, MostSteps);

    /// <summary>Finds the model that a run made; its latest where it made several.</summary>
    /// <param name="store">The store.</param>
    /// <param name="run">The run's id or the beginning of it.</param>
    /// <param name="name">The model's name.</param>
    /// <exception cref="SongGenreException">There is no such run, or it made no such model.</exception>
    public static ModelLocation OfRun(IRunStore store, string run, string name = MlflowModel.Name)
    {
        var made = store.GetRun(run);
        var models = made.ModelOutputs.Select(output => store.GetModel(output.ModelId))
            .Where(model => model.Name == name && model.Status == LoggedModelStatus.Ready);
        if (models.LastOrDefault() is { } latest) return Of(latest);
        return store.ListArtifacts(made.Info.ArtifactUri, name).Any(entry => !entry.IsFolder)
            ? new(made.Info.ArtifactUri, name, null, made.Info.Id)
            : throw new SongGenreException(
                $"Run {made.Info.Id} ({made.Info.Name}) has no model '{name}'; name a run that trained one.");
    }

    /// <summary>Where a logged model's files are.</summary>
    internal static ModelLocation Of(LoggedModel model) => new(model.ArtifactUri, "", model, model.SourceRunId);

    /// <summary>The path of one of the model's files below the root.</summary>
    internal string PathOf(string file) => Folder.Length == 0 ? file : $"{Folder}/{file}";

    private static ModelLocation Find(IRunStore store, string model, int steps)
    {
        if (Logged().Match(model) is { Success: true } logged) return Of(Ready(store.GetModel(logged.Groups[1].Value)));
        if (OfARun().Match(model) is { Success: true } run)
            return OfRun(store, run.Groups[1].Value, run.Groups[2].Value);
        if (Aliased().Match(model) is { Success: true } aliased)
            return Of(store, store.GetModelVersion(aliased.Groups[1].Value, aliased.Groups[2].Value), steps);
        if (Numbered().Match(model) is { Success: true } numbered
            && int.TryParse(numbered.Groups[2].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var version))
        {
            return Of(store, store.GetModelVersion(numbered.Groups[1].Value, version), steps);
        }

        throw new SongGenreException(
            $"'{model}' names no model; write models:/NAME@ALIAS, models:/NAME/VERSION, models:/m-ID or "
            + "runs:/RUN/model.");
    }

    // A version may name a logged model, another version that it copies, a run's files, or just files.
    private static ModelLocation Of(IRunStore store, ModelVersion version, int steps)
    {
        var location = IsOne(version.Source) && steps > 0
            ? Find(store, version.Source, steps - 1)
            : new(version.ArtifactUri, "", null, version.RunId);
        return location with { Version = version };
    }

    private static LoggedModel Ready(LoggedModel model) => model.Status == LoggedModelStatus.Ready
        ? model
        : throw new SongGenreException($"Model {model.Id} was never completed; train it again.");

    [GeneratedRegex(@"^models:/(m-[^/@]+)\z", RegexOptions.CultureInvariant)]
    private static partial Regex Logged();

    [GeneratedRegex(@"^runs:/([^/]+)/(.+?)/?\z", RegexOptions.CultureInvariant)]
    private static partial Regex OfARun();

    [GeneratedRegex(@"^models:/([^/@]+)@([^/@]+)\z", RegexOptions.CultureInvariant)]
    private static partial Regex Aliased();

    [GeneratedRegex(@"^models:/([^/@]+)/([0-9]+)\z", RegexOptions.CultureInvariant)]
    private static partial Regex Numbered();
}
