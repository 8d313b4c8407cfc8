namespace SongGenre.Tracking.Artifacts;

/// <summary>
/// Where a version comes from and what came of it: the runs that made and used it, what else these made and used, and
/// so on up and down. What a run used after it had made a version is no origin of that.
/// </summary>
public sealed partial class ArtifactLineage
{
    private readonly Dictionary<string, ArtifactVersion> _versions;
    private readonly ILookup<string, LineageEdge> _byRun;
    private readonly ILookup<string, LineageEdge> _byVersion;

    internal ArtifactLineage(ArtifactVersion root, IEnumerable<ArtifactVersion> all)
    {
        Root = root;
        _versions = all.ToDictionary(v => v.Reference, StringComparer.Ordinal);
        List<LineageEdge> edges =
        [
            .. _versions.Values.SelectMany(v =>
                v.MadeBy.Select(l => new LineageEdge(l.Run, v.Reference, true, l.At, l.Name))
                    .Concat(v.UsedBy.Select(l => new LineageEdge(l.Run, v.Reference, false, l.At, l.Name)))),
        ];
        _byRun = edges.ToLookup(edge => edge.Run, StringComparer.Ordinal);
        _byVersion = edges.ToLookup(edge => edge.Reference, StringComparer.Ordinal);
        var reached = new List<LineageEdge>();
        Walk(root.Reference, Origins, reached);
        Walk(root.Reference, Outcomes, reached);
        foreach (var edge in _byVersion[root.Reference]) reached.AddRange(Beside(edge));
        // What is reached along other ways too, so that nothing in a diagram seems to come from nowhere.
        var (runs, found) = (reached.Select(e => e.Run).ToHashSet(), reached.Select(e => e.Reference).ToHashSet());
        reached.AddRange(edges.Where(edge => runs.Contains(edge.Run) && found.Contains(edge.Reference)));
        Edges = [.. reached.Distinct().OrderBy(e => e.At).ThenBy(e => e.Reference, StringComparer.Ordinal)];
        Versions = [.. Edges.Select(e => e.Reference).Prepend(root.Reference).Distinct().Select(r => _versions[r])];
    }

    /// <summary>The version.</summary>
    public ArtifactVersion Root { get; }

    /// <summary>Every version that the lineage reaches, the root first; deleted ones too.</summary>
    public IReadOnlyList<ArtifactVersion> Versions { get; }

    /// <summary>Which run made and used which of them, oldest first.</summary>
    public IReadOnlyList<LineageEdge> Edges { get; }

    private static void Walk(
        string root, Func<string, IEnumerable<(LineageEdge Near, LineageEdge? Far)>> step, List<LineageEdge> reached)
    {
        var (seen, open) = (new HashSet<string>(StringComparer.Ordinal) { root }, new Stack<string>([root]));
        while (open.TryPop(out var reference))
        {
            foreach (var (near, far) in step(reference))
            {
                reached.Add(near);
                if (far is null) continue;
                reached.Add(far);
                if (seen.Add(far.Reference)) open.Push(far.Reference);
            }
        }
    }

    /// <summary>The runs that made a version, each with every version that it had used by then.</summary>
    private IEnumerable<(LineageEdge Near, LineageEdge? Far)> Origins(string reference) =>
        Steps(reference, isMade: true, (near, far) => far.At <= near.At);

    /// <summary>The runs that used a version, each with every version that it made after.</summary>
    private IEnumerable<(LineageEdge Near, LineageEdge? Far)> Outcomes(string reference) =>
        Steps(reference, isMade: false, (near, far) => far.At >= near.At);

    private IEnumerable<(LineageEdge Near, LineageEdge? Far)> Steps(
        string reference, bool isMade, Func<LineageEdge, LineageEdge, bool> isAlong) =>
        _byVersion[reference].Where(near => near.IsMade == isMade).SelectMany(near => _byRun[near.Run]
            .Where(far => far.IsMade != isMade && far.Reference != reference && isAlong(near, far))
            .Select(far => (near, (LineageEdge?)far)).DefaultIfEmpty((near, null)));

    /// <summary>What a run made, or used, along with a version.</summary>
    private IEnumerable<LineageEdge> Beside(LineageEdge edge) =>
        _byRun[edge.Run].Where(other => other.IsMade == edge.IsMade && other.Reference != edge.Reference);
}
