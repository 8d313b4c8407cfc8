using System.Globalization;
using System.Text;

namespace SongGenre.Tracking.Artifacts;

public sealed partial class ArtifactLineage
{
    private const int MostBranches = 20;

    /// <summary>
    /// The lineage as a tree of lines, each ended by a line feed. Of a node's branches the first 20 are shown; where a
    /// version stands again, its branches are not repeated.
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

    /// <summary>The lineage as a diagram in mermaid's language, as GitHub shows it in a <c>mermaid</c> block.</summary>
    public string ToMermaid()
    {
        var text = new StringBuilder("flowchart LR\n");
        var versions = Versions.Index().ToDictionary(v => v.Item.Reference, v => Number("a", v.Index));
        var runs = Edges.Select(e => e.Run).Distinct().Index().ToDictionary(r => r.Item, r => Number("r", r.Index));
        foreach (var version in Versions)
        {
            var facts = string.Join(", ", Facts(version));
            text.Append($"  {versions[version.Reference]}[\"{version.Reference}<br/>{facts}\"]\n");
        }

        foreach (var (run, node) in runs) text.Append($"  {node}([\"run {run}\"])\n");
        foreach (var edge in Edges)
        {
            var (version, run) = (versions[edge.Reference], runs[edge.Run]);
            text.Append(edge.IsMade ? $"  {run} --> {version}\n" : $"  {version} --> {run}\n");
        }

        return text.Append($"  style {versions[Root.Reference]} stroke-width:3px\n").ToString();
    }

    private IEnumerable<Branch> Runs(string word, string reference, bool isMade, HashSet<string> told)
    {
        var isRoot = told.Count == 0;
        told.Add(reference);
        return (isMade ? Origins(reference) : Outcomes(reference)).GroupBy(step => step.Near).Select(step =>
            new Branch($"{word} run {step.Key.Run}", () =>
                step.Select(s => s.Far).OfType<LineageEdge>().Select(far => Along(isMade ? "from" : "for", far, told))
                    .Concat(isRoot ? Beside(step.Key).Select(other => Alone(isMade ? "beside" : "with", other)) : [])));
    }

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
