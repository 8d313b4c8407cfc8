using System.Globalization;
using System.Text;

namespace SongGenre.Tracking.Artifacts;

public sealed partial class ArtifactLineage
{
    private const int MostBranches = 20;
    private const int MostRuns = 3;
    private const int ShortId = 8;
    private const int WholeId = 32;

    /// <summary>
    /// The lineage as a tree of lines, each ended by a line feed. Runs of one name that did the same stand together,
    /// the first three by the beginnings of their ids; of a node's branches the first 20 are shown; where a version
    /// stands again, its branches are not repeated.
    /// </summary>
    public string ToText()
    {
        var text = new StringBuilder();
        text.Append(Describe(Root)).Append('\n');
        Branch[] branches =
        [
            .. Runs("made by", Root.Reference, isMade: true, new(StringComparer.Ordinal)),
            .. Runs("used by", Root.Reference, isMade: false, new(StringComparer.Ordinal)),
        ];
        if (branches.Length == 0) text.Append("no run made or used it\n");
        Write(branches, "", text);
        return text.ToString();
    }

    /// <summary>
    /// The lineage as a diagram in mermaid's language, as GitHub shows it in a <c>mermaid</c> block: runs of one name
    /// that did the same are one node.
    /// </summary>
    public string ToMermaid()
    {
        var text = new StringBuilder("flowchart LR\n");
        var versions = Versions.Index().ToDictionary(v => v.Item.Reference, v => Number("a", v.Index));
        var runs = Edges.GroupBy(edge => edge.Run).GroupBy(run => Deeds(run)).ToList();
        foreach (var version in Versions)
        {
            var facts = string.Join(", ", Facts(version));
            text.Append($"  {versions[version.Reference]}[\"{version.Reference}<br/>{facts}\"]\n");
        }

        foreach (var (i, alike) in runs.Index())
        {
            var name = Named(alike.Select(run => run.First())).Replace(" (", "<br/>(", StringComparison.Ordinal);
            text.Append($"  {Number("r", i)}([\"{name}\"])\n");
        }

        foreach (var (i, alike) in runs.Index())
        {
            foreach (var edge in alike.First())
            {
                var (version, run) = (versions[edge.Reference], Number("r", i));
                text.Append(edge.IsMade ? $"  {run} --> {version}\n" : $"  {version} --> {run}\n");
            }
        }

        return text.Append($"  style {versions[Root.Reference]} stroke-width:3px\n").ToString();
    }

    private IEnumerable<Branch> Runs(string word, string reference, bool isMade, HashSet<string> told)
    {
        var isRoot = told.Count == 0;
        told.Add(reference);
        return (isMade ? Origins(reference) : Outcomes(reference)).GroupBy(step => step.Near)
            .Select(step => (
                step.Key,
                Far: step.Select(s => s.Far).OfType<LineageEdge>().ToList(),
                Beside: isRoot ? Beside(step.Key).ToList() : []))
            .GroupBy(step => Deeds([step.Key, .. step.Far, .. step.Beside]))
            .Select(alike => new Branch($"{word} {Named(alike.Select(step => step.Key))}", () =>
                alike.First().Far.Select(far => Along(isMade ? "from" : "for", far, told))
                    .Concat(alike.First().Beside.Select(other => Alone(isMade ? "beside" : "with", other)))));
    }

    // What a run is called and did, as a text that is the same for runs that did the same.
    private static string Deeds(IEnumerable<LineageEdge> edges) => string.Join('\n', edges
        .Select(edge => $"{edge.Name} {edge.IsMade} {edge.Reference}").Order(StringComparer.Ordinal));

    private static string Named(IEnumerable<LineageEdge> runs)
    {
        List<LineageEdge> all = [.. runs];
        var ids = string.Join(", ", all.Take(MostRuns).Select(run => Short(run.Run)));
        if (all.Count > MostRuns)
            ids += string.Create(CultureInfo.InvariantCulture, $" and {all.Count - MostRuns} more");
        var text = $"{(all.Count == 1 ? "run" : "runs")} {ids}";
        return all[0].Name is { } name ? $"{name} ({text})" : text;
    }

    private static string Short(string run) => run.Length == WholeId ? run[..ShortId] : run;

    // Told of where it stands first, so its branches are made when it is written.
    private Branch Along(string word, LineageEdge edge, HashSet<string> told)
    {
        var version = Describe(_versions[edge.Reference]);
        return new($"{word} {version}", () => told.Contains(edge.Reference)
            ? []
            : Runs(edge.IsMade ? "used by" : "made by", edge.Reference, !edge.IsMade, told));
    }

    private Branch Alone(string word, LineageEdge edge) =>
        new($"{word} {Describe(_versions[edge.Reference])}", () => []);

    private static void Write(IEnumerable<Branch> branches, string indent, StringBuilder text)
    {
        List<Branch> all = [.. branches];
        if (all.Count > MostBranches)
        {
            var more = string.Create(CultureInfo.InvariantCulture, $"and {all.Count - MostBranches} more");
            all = [.. all.Take(MostBranches), new(more, () => [])];
        }

        foreach (var (i, branch) in all.Index())
        {
            var isLast = i == all.Count - 1;
            text.Append(indent).Append(isLast ? "└─ " : "├─ ").Append(branch.Text).Append('\n');
            Write(branch.Branches(), indent + (isLast ? "   " : "│  "), text);
        }
    }

    private static string Describe(ArtifactVersion version) =>
        $"{version.Reference} ({string.Join(", ", Facts(version))})";

    private static IEnumerable<string> Facts(ArtifactVersion version)
    {
        yield return version.Type;
        if (version.Rows is { } rows) yield return string.Create(CultureInfo.InvariantCulture, $"{rows:N0} rows");
        if (version.Deleted is not null) yield return "deleted";
        foreach (var alias in version.Aliases) yield return alias;
    }

    private static string Number(string kind, int number) =>
        string.Create(CultureInfo.InvariantCulture, $"{kind}{number}");

    private sealed record Branch(string Text, Func<IEnumerable<Branch>> Branches);
}
