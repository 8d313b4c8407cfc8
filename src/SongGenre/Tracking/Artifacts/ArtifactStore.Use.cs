namespace SongGenre.Tracking.Artifacts;

public sealed partial class ArtifactStore
{
    /// <summary>Notes that a run uses a version.</summary>
    /// <param name="reference"><c>name:v3</c>, <c>name:alias</c>, or <c>name</c> for <c>name:latest</c>.</param>
    /// <param name="run">The run's id.</param>
    /// <returns>The version that the reference means now; its files are read by <see cref="OpenRead"/>.</returns>
    /// <exception cref="SongGenreException">The reference is unknown, or the run is no name.</exception>
    public ArtifactVersion Use(string reference, string run)
    {
        ArtifactReference.RequireName("run", run);
        var parsed = ArtifactReference.Parse(reference);
        return Guard("written", () =>
        {
            // Before anything is written: a store that is not there is not made for it.
            Find(parsed);
            using var writing = Writing();
            using var indexing = Indexing();
            var number = Find(parsed).Number;
            _index.Link(parsed.Name, number, StoreIndex.Used, run);
            return _index.Versions(parsed.Name).Single(v => v.Number == number);
        });
    }

    /// <summary>Opens a file of a version once its whole content has been verified.</summary>
    /// <param name="version">The version.</param>
    /// <param name="path">The file's path inside it.</param>
    /// <returns>The content from its start; the caller closes it.</returns>
    /// <exception cref="SongGenreException">The version has no such file, or the store's copy is damaged.</exception>
    public FileStream OpenRead(ArtifactVersion version, string path)
    {
        ArgumentNullException.ThrowIfNull(version);
        var file = version.Files.FirstOrDefault(f => f.Path == path) ?? throw new SongGenreException(
            $"{version.Reference}: has no file {path}.{Nearest.Hint(path, [.. version.Files.Select(f => f.Path)])}");
        return Guard("read", () =>
        {
            var kept = _files.ObjectOf(file.Sha256);
            if (!File.Exists(kept)) throw Damaged(version, file, "is missing");
            var stream = StoreFiles.Open(kept);
            try
            {
                if (StoreFiles.Copy(stream, null) != (file.Size, file.Sha256))
                    throw Damaged(version, file, "is damaged");
                stream.Position = 0;
                return stream;
            }
            catch
            {
                stream.Dispose();
                throw;
            }
        });
    }

    /// <summary>
    /// Copies a version's files, verified, to a folder, which appears whole or not at all. They are copies and no
    /// links: whoever changes them changes nothing in the store.
    /// </summary>
    /// <param name="reference"><c>name:v3</c>, <c>name:alias</c>, or <c>name</c> for <c>name:latest</c>.</param>
    /// <param name="folder">The folder to make; an empty one is filled.</param>
    /// <returns>The version.</returns>
    /// <exception cref="SongGenreException">
    /// The reference is unknown, a file of it is damaged, or the folder holds something or can't be written.
    /// </exception>
    public ArtifactVersion Get(string reference, string folder)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        var target = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        using var reading = Guard("read", Reading);
        var version = Find(reference);
        if (File.Exists(target) || (Directory.Exists(target) && Directory.EnumerateFileSystemEntries(target).Any()))
            throw new SongGenreException($"{folder}: is there already; name a new or an empty folder.");
        try
        {
            var parent = Path.GetDirectoryName(target)
                ?? throw new SongGenreException($"{folder}: is a whole disk; name a folder.");
            Directory.CreateDirectory(parent);
            var temporary = Path.Combine(parent, $".{Path.GetFileName(target)}.{Path.GetRandomFileName()}");
            try
            {
                foreach (var file in version.Files) Copy(version, file, temporary);
                if (Directory.Exists(target)) Directory.Delete(target);
                Directory.Move(temporary, target);
            }
            finally
            {
                if (Directory.Exists(temporary)) Directory.Delete(temporary, recursive: true);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new SongGenreException($"{folder}: can't be written: {e.Message.ReplaceLineEndings(" ")}", e);
        }

        return version;
    }

    /// <summary>Where the content of a file is kept.</summary>
    internal string PathOf(ArtifactFile file) => _files.ObjectOf(file.Sha256);

    private void Copy(ArtifactVersion version, ArtifactFile file, string folder)
    {
        // The list of files is a file that somebody may have changed.
        if (!PortablePath.IsOne(file.Path))
            throw new SongGenreException($"{version.Reference}: file '{file.Path}' leads out of it; don't trust it.");
        using var source = OpenRead(version, file.Path);
        var target = Path.Combine(folder, file.Path);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        using var stream = new FileStream(target, FileMode.CreateNew, FileAccess.Write);
        source.CopyTo(stream);
    }

    private SongGenreException Damaged(ArtifactVersion version, ArtifactFile file, string how) =>
        new($"{_files.ObjectOf(file.Sha256)}: {how}, which is {file.Path} of {version.Reference}; "
            + "make the artifact again, or put back a copy.");
}
