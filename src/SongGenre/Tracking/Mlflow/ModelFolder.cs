using SongGenre.Data;

namespace SongGenre.Tracking.Mlflow;

/// <summary>
/// A model's folder on this machine, wherever the model is; a copy is deleted by <see cref="Dispose"/>.
/// </summary>
public sealed class ModelFolder : IDisposable
{
    private ModelFolder(string path, bool isCopy)
    {
        Path = path;
        Called = path;
        IsCopy = isCopy;
    }

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>What it was asked for by: the folder, or the model's name in the store.</summary>
    public string Called { get; private init; }

    /// <summary>Where a store has the model; null for a folder that is known by its path alone.</summary>
    public ModelLocation? Location { get; private init; }

    /// <summary>Whether it is gone after <see cref="Dispose"/>.</summary>
    internal bool IsCopy { get; }

    /// <summary>Loads the model of a folder or of a store.</summary>
    /// <param name="model">A folder, or what <see cref="ModelLocation.Find(IRunStore, string)"/> takes.</param>
    /// <param name="open">Opens the store, if one is needed.</param>
    /// <exception cref="SongGenreException">There is no such model, or it can't be read.</exception>
    public static GenreModel Load(string model, Func<IRunStore> open)
    {
        using var folder = Open(model, open);
        return GenreModel.Load(folder.Path);
    }

    /// <summary>Brings the model of a folder or of a store to this machine, unless it is there.</summary>
    /// <param name="model">A folder, or what <see cref="ModelLocation.Find(IRunStore, string)"/> takes.</param>
    /// <param name="open">Opens the store, if one is needed.</param>
    /// <exception cref="SongGenreException">The store has no such model, or its files can't be read.</exception>
    public static ModelFolder Open(string model, Func<IRunStore> open)
    {
        if (!ModelLocation.IsOne(model)) return new(model, isCopy: false);
        using var store = open();
        return Fetch(store, ModelLocation.Find(store, model), model);
    }

    /// <summary>Brings a model's files to this machine, unless they are on it.</summary>
    /// <param name="store">The store.</param>
    /// <param name="location">Where the store has them.</param>
    /// <param name="called">What the model is called in errors.</param>
    /// <exception cref="SongGenreException">The files aren't there or can't be read.</exception>
    internal static ModelFolder Fetch(IRunStore store, ModelLocation location, string called)
    {
        if (LocalArtifacts.Folder(location.ArtifactUri) is { } root)
        {
            var local = System.IO.Path.Combine(root, location.Folder);
            return Directory.Exists(local)
                ? new(local, isCopy: false) { Called = called, Location = location }
                : throw new SongGenreException($"{called}: its folder {local} is gone; train and register it again.");
        }

        var files = store.ListArtifacts(location.ArtifactUri, location.Folder).Where(e => !e.IsFolder).ToList();
        if (files.Count == 0)
            throw new SongGenreException($"{called}: its files are gone; train and register it again.");
        var copy = new ModelFolder(NewFolder(), isCopy: true) { Called = called, Location = location };
        try
        {
            foreach (var path in files.Select(file => file.Path))
            {
                // Names come from a server, so only their last part is believed.
                WholeFile.Write(System.IO.Path.Combine(copy.Path, path.Split('/', '\\')[^1]), temporary =>
                {
                    using var content = store.OpenArtifact(location.ArtifactUri, path);
                    using var file = File.Create(temporary);
                    content.CopyTo(file);
                });
            }

            return copy;
        }
        catch
        {
            copy.Dispose();
            throw;
        }
    }

    /// <summary>An empty folder.</summary>
    internal static ModelFolder Temporary() => new(NewFolder(), isCopy: true);

    /// <summary>Deletes a copy.</summary>
    public void Dispose()
    {
        if (IsCopy) Directory.Delete(Path, recursive: true);
    }

    private static string NewFolder() => Directory.CreateTempSubdirectory("songgenre-").FullName;
}
