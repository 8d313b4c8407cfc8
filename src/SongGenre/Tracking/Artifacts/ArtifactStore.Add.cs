namespace SongGenre.Tracking.Artifacts;

public sealed partial class ArtifactStore
{
    /// <summary>Adds a file, or all files of a folder and of those below it.</summary>
    /// <param name="name">The artifact's name, such as <c>clean</c>.</param>
    /// <param name="type">Its kind, such as <c>table</c> or <c>model</c>; a name keeps its type.</param>
    /// <param name="path">The file or folder. Links to files are followed; empty folders are left out.</param>
    /// <param name="metadata">
    /// Schema, row counts and other properties; known content keeps the first. Default none.
    /// </param>
    /// <param name="run">The run that made it. Default none.</param>
    /// <returns>The new version, or the one that has this content; <c>latest</c> points to it now.</returns>
    /// <exception cref="SongGenreException">
    /// The path is missing, holds no file, a linked folder or what can't be read; or name, type or run is no name.
    /// </exception>
    public ArtifactVersion Add(
        string name, string type, string path, ArtifactMetadata? metadata = null, ArtifactRun? run = null) =>
        Add(name, type, Sources(path), metadata, run);

    /// <summary>Adds files under paths of their own.</summary>
    /// <inheritdoc cref="Add(string, string, string, ArtifactMetadata?, ArtifactRun?)"/>
    /// <param name="name"/>
    /// <param name="type"/>
    /// <param name="files">From the path inside the artifact, parts separated by <c>/</c>, to the file.</param>
    /// <param name="metadata"/>
    /// <param name="run"/>
    public ArtifactVersion Add(
        string name,
        string type,
        IReadOnlyDictionary<string, string> files,
        ArtifactMetadata? metadata = null,
        ArtifactRun? run = null)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArtifactReference.RequireName("artifact", name);
        ArtifactReference.RequireName("type", type);
        if (run is not null) ArtifactReference.RequireName("run", run.Id);
        if (files.Count == 0) throw new SongGenreException($"{name}: there is no file to add.");
        foreach (var path in files.Keys) RequirePath(path);
        return Guard("written", () =>
        {
            using var writing = Writing();
            List<ArtifactFile> kept =
                [.. files.OrderBy(f => f.Key, StringComparer.Ordinal).Select(f => Keep(f.Key, f.Value))];
            using var indexing = Indexing();
            var number = Number(new()
            {
                Format = VersionFile.CurrentFormat,
                Name = name,
                Version = 0,
                Type = type,
                Digest = StoreIndex.Digest(kept),
                Size = kept.Sum(file => file.Size),
                Created = DateTimeOffset.UtcNow,
                Run = run?.Id,
                RunName = run?.Name,
                Metadata = metadata ?? new(),
                Files = kept,
            });
            return _index.Versions(name).Single(v => v.Number == number);
        });
    }

    /// <summary>The number of the version that has this content; where none has it, the one that it is given.</summary>
    private int Number(VersionFile added)
    {
        RequireOwnName(added.Name);
        var known = _index.Numbers(added.Name).Select(number => _index.Read(added.Name, number)).ToList();
        if (known.FirstOrDefault(v => v.Type != added.Type) is { } other)
        {
            throw new SongGenreException(
                $"{added.Name}: holds artifacts of type {other.Type}; add a {added.Type} under another name.");
        }

        var newest = known.Count == 0 ? -1 : known.Max(v => v.Version);
        if (known.FirstOrDefault(v => v.Deleted is null && v.Digest == added.Digest) is { } same)
        {
            if (added.Run is { } run && run != same.Run)
                _index.Link(added.Name, same.Version, StoreIndex.Made, new(run, added.RunName));
            var aliases = _index.Aliases(added.Name);
            if (StoreIndex.Latest(known.Where(v => v.Deleted is null).Select(v => v.Version), aliases) != same.Version)
                _index.Write(added.Name, aliases with { Latest = same.Version, Newest = newest });
            return same.Version;
        }

        // Taken only where the file system knows no locks.
        do newest++;
        while (!_index.Write(added with { Version = newest }, overwrite: false));
        return newest;
    }

    private ArtifactFile Keep(string path, string file)
    {
        FileStream source;
        try
        {
            source = StoreFiles.Open(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SongGenreException($"{file}: can't be read: {e.Message}", e);
        }

        using (source)
        {
            var (size, sha256) = _files.Put(source);
            return new(path, size, sha256);
        }
    }

    private static Dictionary<string, string> Sources(string path)
    {
        if (File.Exists(path)) return new() { [Path.GetFileName(path)] = path };
        if (!Directory.Exists(path)) throw new SongGenreException($"{path}: no such file or folder.");
        try
        {
            var all = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None };
            // Its content would be left out, or be this folder again.
            var linked = new DirectoryInfo(path).EnumerateDirectories("*", all)
                .FirstOrDefault(folder => folder.LinkTarget is not null);
            if (linked is not null)
                throw new SongGenreException($"{linked.FullName}: is a link to a folder; put the folder itself there.");
            return Directory.EnumerateFiles(path, "*", all).ToDictionary(
                file => StoreFiles.Relative(path, file), StringComparer.Ordinal);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SongGenreException($"{path}: can't be read: {e.Message}", e);
        }
    }

    // Elsewhere they would be the same file, or out of reach of whoever gets them.
    private void RequireOwnName(string name)
    {
        var other = _index.Names().FirstOrDefault(
            known => known != name && known.Equals(name, StringComparison.OrdinalIgnoreCase));
        if (other is not null)
            throw new SongGenreException($"{name}: there is an artifact {other} already; call it that.");
    }

    private static void RequirePath(string path)
    {
        if (!PortablePath.IsOne(path))
        {
            throw new SongGenreException($"'{path.ReplaceLineEndings(" ")}': is no path inside an artifact; write "
                + "names separated by '/', none ending with a dot or a blank, without any of \\:*?\"<>|.");
        }
    }
}
