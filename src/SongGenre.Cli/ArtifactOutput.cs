using System.Globalization;
using System.Text.Json.Nodes;
using SongGenre.Tracking.Artifacts;

namespace SongGenre.Cli;

/// <summary>Artifacts for readers and for programs.</summary>
internal static class ArtifactOutput
{
    private const int ShortDigest = 12;
    private const int MostRuns = 3;

    private static readonly HashSet<string> Numbers = ["versions", "rows", "size", "files", "made by", "used by"];

    /// <summary>One line for each name, with its latest version.</summary>
    public static void PrintNames(IEnumerable<IReadOnlyList<ArtifactVersion>> names, TextWriter output)
    {
        List<string[]> lines = [["name", "type", "versions", "latest", "rows", "size", "aliases", "added"]];
        foreach (var versions in names)
        {
            var latest = versions.First(v => v.Aliases.Contains("latest"));
            var aliases = versions.SelectMany(v => v.Aliases.Where(a => a != "latest").Select(a => $"{a}=v{v.Number}"));
            lines.Add(
            [
                latest.Name, latest.Type, Text(versions.Count), $"v{latest.Number}", Rows(latest), Size(latest.Size),
                string.Join(' ', aliases), Time(latest.Created),
            ]);
        }

        AlignedTable.Print(lines, Numbers, output);
    }

    /// <summary>One line for each version of a name.</summary>
    public static void PrintVersions(IReadOnlyList<ArtifactVersion> versions, TextWriter output) => AlignedTable.Print(
        [
            ["version", "aliases", "rows", "size", "files", "made by", "used by", "added", "digest"],
            .. versions.Select(v => (string[])
            [
                $"v{v.Number}", string.Join(' ', v.Aliases), Rows(v), Size(v.Size), Text(v.Files.Count),
                Text(v.MadeBy.Count), Text(v.UsedBy.Count), Time(v.Created), v.Digest[..ShortDigest],
            ]),
        ],
        Numbers,
        output);

    /// <summary>Everything about one version.</summary>
    public static void Print(ArtifactVersion version, TextWriter output)
    {
        var width = version.Metadata.Properties.Keys.Append("aliases").Max(name => name.Length);
        output.WriteLine($"{version.Reference}  {version.Type}, {Size(version.Size)}");
        Line("aliases", string.Join(' ', version.Aliases));
        Line("digest", version.Digest);
        Line("added", Time(version.Created));
        Line("made by", Runs(version.MadeBy));
        Line("used by", Runs(version.UsedBy));
        foreach (var (name, value) in version.Metadata.Properties) Line(name, value);
        Line("columns", string.Join(", ", version.Metadata.Schema.Select(c => $"{c.Name} {c.Type}")));
        output.WriteLine();
        List<string[]> files = [["file", "rows", "size", "sha256"]];
        foreach (var file in version.Files)
        {
            var rows = version.Metadata.Rows.TryGetValue(file.Path, out var count) ? Text(count) : "";
            files.Add([file.Path, rows, Size(file.Size), file.Sha256[..ShortDigest]]);
        }

        AlignedTable.Print(files, Numbers, output);

        void Line(string name, string value)
        {
            if (value.Length > 0) output.WriteLine($"  {name.PadRight(width)}  {value}");
        }
    }

    public static JsonObject ToJson(ArtifactVersion version) => new()
    {
        ["name"] = version.Name,
        ["version"] = version.Number,
        ["type"] = version.Type,
        ["aliases"] = Array(version.Aliases, alias => JsonValue.Create(alias)),
        ["digest"] = version.Digest,
        ["size"] = version.Size,
        ["created"] = version.Created,
        ["deleted"] = version.Deleted,
        ["made_by"] = Array(version.MadeBy, ToJson),
        ["used_by"] = Array(version.UsedBy, ToJson),
        ["schema"] = Array(
            version.Metadata.Schema, c => new JsonObject { ["name"] = c.Name, ["type"] = c.Type }),
        ["rows"] = Members(version.Metadata.Rows, rows => JsonValue.Create(rows)),
        ["properties"] = Members(version.Metadata.Properties, value => JsonValue.Create(value)),
        ["files"] = Array(version.Files, f => new JsonObject
        {
            ["path"] = f.Path,
            ["size"] = f.Size,
            ["sha256"] = f.Sha256,
        }),
    };

    public static JsonObject ToJson(ArtifactLineage lineage) => new()
    {
        ["root"] = lineage.Root.Reference,
        ["versions"] = Array(lineage.Versions, ToJson),
        ["edges"] = Array(lineage.Edges, edge => new JsonObject
        {
            ["run"] = edge.Run,
            ["name"] = edge.Name,
            ["artifact"] = edge.Reference,
            ["kind"] = edge.IsMade ? "made" : "used",
            ["at"] = edge.At,
        }),
    };

    public static JsonArray Array<T>(IEnumerable<T> items, Func<T, JsonNode?> toJson) => new([.. items.Select(toJson)]);

    /// <summary>A number of bytes as people read it; a kB is 1,000 bytes.</summary>
    public static string Size(long bytes) => bytes switch
    {
        < 1000 => FormattableString.Invariant($"{bytes} B"),
        < 999_950 => FormattableString.Invariant($"{bytes / 1e3:0.0} kB"),
        < 999_950_000 => FormattableString.Invariant($"{bytes / 1e6:0.0} MB"),
        _ => FormattableString.Invariant($"{bytes / 1e9:0.0} GB"),
    };

    private static JsonObject ToJson(ArtifactLink link) =>
        new() { ["run"] = link.Run, ["name"] = link.Name, ["at"] = link.At };

    private static JsonObject Members<T>(IReadOnlyDictionary<string, T> pairs, Func<T, JsonNode?> toJson) =>
        new(pairs.Select(pair => KeyValuePair.Create(pair.Key, toJson(pair.Value))));

    // The newest first: what was done yesterday matters more than what was done last year.
    private static string Runs(IReadOnlyList<ArtifactLink> links) => string.Join(", ", links.Reverse().Take(MostRuns)
        .Select(link => $"{(link.Name is null ? "" : link.Name + " ")}{link.Run} ({Time(link.At)})"))
        + (links.Count > MostRuns ? $" and {Text(links.Count - MostRuns)} earlier" : "");

    private static string Rows(ArtifactVersion version) => version.Rows is { } rows ? Text(rows) : "";

    private static string Text(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string Time(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
