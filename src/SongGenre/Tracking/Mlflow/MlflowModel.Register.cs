using SongGenre.Onnx;

namespace SongGenre.Tracking.Mlflow;

/// <content>Registering, and the graph that comes with it.</content>
public static partial class MlflowModel
{
    /// <summary>
    /// Registers a model as the next version of a name, and adds the graph for Python unless it is there.
    /// </summary>
    /// <param name="store">The store.</param>
    /// <param name="location">Where the model is.</param>
    /// <param name="name">The registered model's name.</param>
    /// <param name="alias">An alias that is to point to the version; null for none.</param>
    /// <param name="say">Told in a line why a model has no graph; null for nobody.</param>
    /// <exception cref="SongGenreException">
    /// The store refuses name or alias, or the model's files can't be read or written.
    /// </exception>
    public static ModelVersion Register(
        IRunStore store, ModelLocation location, string name, string? alias = null, Action<string>? say = null)
    {
        Limits.Registered(name);
        if (alias is not null) Limits.Alias(alias);
        Complete(store, location, say);
        var version = store.RegisterModel(name, location.Source, location.RunId);
        if (alias is null) return version;
        store.SetAlias(name, alias, version.Version);
        return version with { Aliases = [alias] };
    }

    private static void Complete(IRunStore store, ModelLocation location, Action<string>? say)
    {
        var there = store.ListArtifacts(location.ArtifactUri, location.Folder);
        if (there.Any(entry => entry.Path == location.PathOf(Graph))) return;
        using var source = ModelFolder.Fetch(store, location, location.Source);
        using var made = ModelFolder.Temporary();
        var model = GenreModel.Load(source.Path);
        try
        {
            OnnxFile.WriteColumns(model, Path.Combine(made.Path, Graph));
        }
        catch (SongGenreException refusal)
        {
            say?.Invoke($"registered without a graph for Python: {refusal.Message}");
            return;
        }

        WriteEnvironment(made.Path);
        Upload(store, location, made.Path, WithGraph(source.Path));
    }
}
