namespace SongGenre.Tracking.Artifacts;

/// <summary>
/// A folder of versioned files: the same content under the same name is one version, the same file is kept once, and
/// every version knows which runs made and used it. Processes may share it; what one is writing when it dies, or when
/// the disk is full, is not there for others.
/// </summary>
/// <remarks>
/// A version is called <c>name:v3</c>, <c>name:alias</c>, or <c>name</c> for <c>name:latest</c>. <c>latest</c> is what
/// was added last, also where its content was known before. Names, aliases and run ids are 1 to 128 letters (a to z),
/// digits, '.', '_' and '-'. Any member throws a <see cref="SongGenreException"/> where the folder can't be read or
/// written, a file of it is damaged, or another process is at work on it for a minute.
/// </remarks>
public sealed partial class ArtifactStore
{
    private readonly StoreFiles _files;
    private readonly StoreIndex _index;

    /// <summary>Names a store.</summary>
    /// <param name="folder">Its folder; it is made when something is added.</param>
    public ArtifactStore(string folder)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        Folder = folder;
        _files = new(Path.GetFullPath(folder));
        _index = new(Path.GetFullPath(folder), _files);
    }

    /// <summary>The project's own store: <c>artifacts/</c> in <see cref="TrackingOptions.Folder"/>.</summary>
    public static string DefaultFolder => TrackingOptions.ToLookUp().ArtifactFolder;

    /// <summary>The store's folder.</summary>
    public string Folder { get; }

    /// <summary>The names that have a version, in ordinal order.</summary>
    public IReadOnlyList<string> Names() =>
        Guard("read", () => _index.Names().Where(n => _index.Versions(n).Any(v => v.Deleted is null)).ToList());

    /// <summary>The versions of a name, oldest first.</summary>
    /// <exception cref="SongGenreException">The name is unknown; the nearest known one is told.</exception>
    public IReadOnlyList<ArtifactVersion> Versions(string name) => Guard("read", () => Existing(name));

    /// <summary>Finds a version.</summary>
    /// <param name="reference"><c>name:v3</c>, <c>name:alias</c>, or <c>name</c> for <c>name:latest</c>.</param>
    /// <exception cref="SongGenreException">Name, alias or version is unknown; the nearest one is told.</exception>
    public ArtifactVersion Find(string reference) =>
        Guard("read", () => Find(ArtifactReference.Parse(reference)));

    private ArtifactVersion Find(ArtifactReference reference)
    {
        var versions = Existing(reference.Name);
        var found = reference.Number is { } number
            ? versions.FirstOrDefault(v => v.Number == number)
            : versions.FirstOrDefault(v => v.Aliases.Contains(reference.Alias!));
        if (found is not null) return found;
        if (reference.Number is not null)
        {
            var gone = _index.Numbers(reference.Name).Contains(reference.Number.Value) ? "was deleted" : "is unknown";
            throw new SongGenreException(
                $"{reference}: {gone}; the newest version of {reference.Name} is v{versions[^1].Number}.");
        }

        throw new SongGenreException($"{reference}: is unknown."
            + Nearest.Hint(reference.Alias!, [.. versions.SelectMany(v => v.Aliases)]));
    }

    private List<ArtifactVersion> Existing(string name)
    {
        var known = _index.Names();
        List<ArtifactVersion> versions =
            known.Contains(name) ? [.. _index.Versions(name).Where(v => v.Deleted is null)] : [];
        if (versions.Count > 0) return versions;
        if (known.Contains(name)) throw new SongGenreException($"{name}: every version of it was deleted.");
        throw new SongGenreException(known.Count == 0
            ? $"{name}: is unknown; {Folder} holds no artifacts."
            : $"{name}: is unknown.{Nearest.Hint(name, known)}");
    }

    /// <summary>Keeps what runs from being removed under it; nothing where nobody can write there.</summary>
    private FileStream? Reading()
    {
        try
        {
            return StoreLock.Together(LockFile);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private FileStream Writing()
    {
        Directory.CreateDirectory(Folder);
        return StoreLock.Together(LockFile);
    }

    // Taken after the other one, and for no longer than a few small files take.
    private FileStream Indexing() => StoreLock.Alone(Path.Combine(Path.GetFullPath(Folder), "index.lock"));

    private string LockFile => Path.Combine(Path.GetFullPath(Folder), "store.lock");

    private T Guard<T>(string what, Func<T> act)
    {
        try
        {
            return act();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException
            or NotSupportedException)
        {
            throw new SongGenreException(
                $"{Folder}: the artifact store can't be {what}: {e.Message.ReplaceLineEndings(" ")}", e);
        }
    }
}
