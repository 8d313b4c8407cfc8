namespace SongGenre.Tracking.Artifacts;

public sealed partial class ArtifactStore
{
    /// <summary>
    /// Deletes a version. Its number is not given again, lineage still tells of it, and <see cref="Collect"/> frees
    /// what no other version shares with it. Where <c>latest</c> pointed to it, it points to the newest that is left.
    /// </summary>
    /// <param name="reference">The version by its number, such as <c>clean:v3</c>.</param>
    /// <param name="force">Whether to do so while an alias or a run points to it. Default false.</param>
    /// <returns>The version as it was.</returns>
    /// <exception cref="SongGenreException">
    /// The reference is unknown or names no number, or an alias or a run points to the version.
    /// </exception>
    public ArtifactVersion Delete(string reference, bool force = false)
    {
        var parsed = ArtifactReference.Parse(reference);
        if (parsed.Number is not { } number)
            throw new SongGenreException($"{reference}: name the version to delete, such as {parsed.Name}:v3.");
        return Change(parsed.Name, () =>
        {
            var version = Find(parsed);
            if (!force) RequireUnbound(version);
            var aliases = _index.Aliases(parsed.Name);
            var bound = aliases.Named.Where(alias => alias.Value == number).Select(alias => alias.Key).ToList();
            foreach (var alias in bound) aliases.Named.Remove(alias);
            if (bound.Count > 0) _index.Write(parsed.Name, aliases);
            _index.Write(
                _index.Read(parsed.Name, number) with { Deleted = DateTimeOffset.UtcNow, Files = [] }, overwrite: true);
            return version;
        });
    }

    /// <summary>
    /// Removes what nothing points to: content that no version has, and what processes were writing when they died. It
    /// waits until nobody is at work on the store, so that nothing is removed that is being added.
    /// </summary>
    /// <exception cref="SongGenreException">A version's file is damaged: nobody knows what it needs.</exception>
    public CollectedGarbage Collect() => Guard("written", () =>
    {
        if (!Directory.Exists(Folder)) return new CollectedGarbage(0, 0, 0);
        using var alone = StoreLock.Alone(LockFile);
        var needed = AllVersions().SelectMany(v => v.Files).Select(f => f.Sha256).ToHashSet(StringComparer.Ordinal);
        var bytes = 0L;
        var objects = 0;
        foreach (var (file, sha256) in _files.All().Where(o => !needed.Contains(o.Sha256)))
        {
            bytes += Remove(file);
            objects++;
        }

        var temporary = _files.Unfinished();
        bytes += temporary.Sum(Remove);
        return new CollectedGarbage(objects, temporary.Count, bytes);
    });

    private static long Remove(string file)
    {
        var size = new FileInfo(file).Length;
        File.Delete(file);
        return size;
    }

    private static void RequireUnbound(ArtifactVersion version)
    {
        var runs = version.MadeBy.Concat(version.UsedBy).Select(link => link.Run).Distinct();
        List<string> bonds = [.. Named("alias", "aliases", version.Aliases), .. Named("run", "runs", [.. runs])];
        if (bonds.Count == 0) return;
        throw new SongGenreException($"{version.Reference}: {string.Join(" and ", bonds)} would miss it; "
            + "to delete it all the same, force it (--force).");
    }

    private static string[] Named(string one, string many, IReadOnlyList<string> names) => names.Count switch
    {
        0 => [],
        1 => [$"{one} {names[0]}"],
        _ => [$"{many} {string.Join(", ", names.Take(3))}{(names.Count > 3 ? ", …" : "")}"],
    };

    private IEnumerable<ArtifactVersion> AllVersions() => _index.Names().SelectMany(name => _index.Versions(name));
}
