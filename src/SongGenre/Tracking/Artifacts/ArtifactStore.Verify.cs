using System.Globalization;

namespace SongGenre.Tracking.Artifacts;

public sealed partial class ArtifactStore
{
    /// <summary>Reads every byte of the store and tells what is missing, damaged, or needed by nothing.</summary>
    public StoreCheck Verify() => Guard("read", () =>
    {
        using var reading = Reading();
        var faults = new List<StoreFault>();
        // Versions before content: what is added meanwhile is not missing then.
        List<ArtifactVersion> versions =
            [.. _index.Names().SelectMany(n => _index.Versions(n, faults)).Where(v => v.Deleted is null)];
        var isIndexWhole = faults.Count == 0;
        faults.AddRange(_index.Names().SelectMany(name => LostAliases(name, versions, faults)).ToList());
        var needed = versions.SelectMany(v => v.Files.Select(f => (v.Reference, f.Path, f.Sha256)))
            .ToLookup(need => need.Sha256, need => $"{need.Path} of {need.Reference}", StringComparer.Ordinal);

        var there = _files.All();
        var known = there.Select(o => o.Sha256).ToHashSet(StringComparer.Ordinal);
        faults.AddRange(needed.Where(need => !known.Contains(need.Key))
            .Select(need => new StoreFault("missing", Relative(_files.ObjectOf(need.Key)), Text(need))));
        var bytes = 0L;
        foreach (var (file, sha256) in there)
        {
            var found = StoreFiles.Hash(file);
            bytes += found.Size;
            if (found.Sha256 != sha256 && needed.Contains(sha256))
                faults.Add(new("damaged", Relative(file), Text(needed[sha256])));
        }

        // What a damaged version needs is not known.
        var loose = isIndexWhole ? there.Where(o => !needed.Contains(o.Sha256)).Select(o => o.File) : [];
        return new StoreCheck
        {
            Versions = versions.Count,
            Objects = there.Count,
            Bytes = bytes,
            Faults = [.. faults.OrderBy(fault => fault.File, StringComparer.Ordinal)],
            Unreferenced = [.. loose.Concat(_files.Unfinished()).Select(Relative).Order(StringComparer.Ordinal)],
        };
    });

    private IEnumerable<StoreFault> LostAliases(
        string name, List<ArtifactVersion> versions, IEnumerable<StoreFault> known)
    {
        var file = $"versions/{name}/aliases.json";
        if (known.Any(fault => fault.File == file)) return [];
        return _index.Aliases(name).Named
            .Where(alias => !versions.Any(v => v.Name == name && v.Number == alias.Value))
            .Select(alias => new StoreFault("missing", file, string.Create(
                CultureInfo.InvariantCulture, $"alias {alias.Key} points to v{alias.Value}, which is not there")));
    }

    private static string Text(IEnumerable<string> needs)
    {
        List<string> all = [.. needs];
        return string.Join(", ", all.Take(3))
            + (all.Count > 3 ? string.Create(CultureInfo.InvariantCulture, $" and {all.Count - 3} more") : "");
    }

    private string Relative(string file) => StoreFiles.Relative(Path.GetFullPath(Folder), file);
}
