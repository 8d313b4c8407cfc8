using System.Text.Json.Nodes;
using SongGenre.Notebooks.Documents;

namespace SongGenre.Notebooks.Runner;

public sealed partial record NotebookDifference
{
    private const int MaxDifferences = 20;
    private const int MaxLines = 5;
    private const int MaxLineLength = 160;

    /// <summary>
    /// Compares everything that a file holds: cells, sources, metadata, execution counts, outputs. Of a text the lines
    /// between the first and the last that differ are shown, of JSON the first value that differs, of a picture its
    /// size.
    /// </summary>
    /// <param name="name">What to call the notebook.</param>
    /// <param name="committed">The notebook on file.</param>
    /// <param name="executed">The notebook that a run gave.</param>
    /// <returns>The first 20 differences in the notebook's order; the last entry counts the others.</returns>
    public static IReadOnlyList<NotebookDifference> Compare(string name, Notebook committed, Notebook executed)
    {
        var all = Notebooks(name, committed, executed).ToList();
        if (all.Count <= MaxDifferences) return all;
        string more = $"and {all.Count - MaxDifferences} more differences";
        return [.. all.Take(MaxDifferences), new(name, null, null, more, [], [])];
    }

    private static IEnumerable<NotebookDifference> Notebooks(string name, Notebook committed, Notebook executed)
    {
        foreach (var difference in Json(committed.Metadata, executed.Metadata, "metadata"))
            yield return difference with { Notebook = name };
        int count = Math.Max(committed.Cells.Count, executed.Cells.Count);
        for (int i = 0; i < count; i++)
        {
            var (old, now) = (committed.Cells.ElementAtOrDefault(i), executed.Cells.ElementAtOrDefault(i));
            foreach (var difference in Cells(old, now))
                yield return difference with { Notebook = name, Cell = i + 1, CellId = (old ?? now)!.Id };
        }
    }

    private static IEnumerable<NotebookDifference> Cells(Cell? old, Cell? now)
    {
        if (old is null || now is null)
        {
            string where = old is null ? "the cell is not on file" : "the cell is on file only";
            return [Of(where, Shown(old?.Source), Shown(now?.Source))];
        }
        return
        [
            .. Lines("id", old.Id, now.Id),
            .. Lines("kind of cell", old.Kind.ToString(), now.Kind.ToString()),
            .. Lines("source", old.Source, now.Source),
            .. Json(old.Metadata, now.Metadata, "metadata"),
            .. Json(old.Attachments, now.Attachments, "attachments"),
            .. Lines("execution_count", Count(old.ExecutionCount), Count(now.ExecutionCount)),
            .. Enumerable.Range(0, Math.Max(old.Outputs.Count, now.Outputs.Count)).SelectMany(i =>
                Outputs($"output {i + 1}", old.Outputs.ElementAtOrDefault(i), now.Outputs.ElementAtOrDefault(i))),
        ];
    }

    private static IEnumerable<NotebookDifference> Outputs(string where, Output? old, Output? now) => (old, now) switch
    {
        (null, _) or (_, null) or (_, _) when old?.GetType() != now?.GetType() || old is null || now is null =>
            [Of(where, Summary(old), Summary(now))],
        (StreamOutput a, StreamOutput b) when a.Name != b.Name => [Of(where, Summary(a), Summary(b))],
        (StreamOutput a, StreamOutput b) => Lines($"{where} {a.Name}", a.Text, b.Text),
        (ErrorOutput a, ErrorOutput b) =>
        [
            .. Lines($"{where} error name", a.Name, b.Name),
            .. Lines($"{where} error message", a.Value, b.Value),
            .. Lines($"{where} traceback", string.Join('\n', a.Traceback), string.Join('\n', b.Traceback)),
        ],
        (DisplayOutput a, DisplayOutput b) =>
        [
            .. a.Data.Select(face => face.Key).Union(b.Data.Select(face => face.Key)).Order(StringComparer.Ordinal)
                .SelectMany(mime => Face($"{where} {mime}", mime, a.Data[mime], b.Data[mime])),
            .. Json(a.Metadata, b.Metadata, $"{where} metadata"),
            .. Lines(
                $"{where} execution_count",
                Count((a as ExecuteResultOutput)?.ExecutionCount), Count((b as ExecuteResultOutput)?.ExecutionCount)),
        ],
        _ => [],
    };

    private static IEnumerable<NotebookDifference> Face(string where, string mime, JsonNode? old, JsonNode? now)
    {
        if (JsonNode.DeepEquals(old, now)) return [];
        if (mime.StartsWith("image/", StringComparison.Ordinal) && mime != "image/svg+xml")
            return [Of($"{where}: the picture differs", [Bytes(old)], [Bytes(now)])];
        return old is JsonValue a && now is JsonValue b
            && a.TryGetValue(out string? before) && b.TryGetValue(out string? after)
            ? Lines(where, before, after)
            : Json(old, now, where);
    }

    private static IEnumerable<NotebookDifference> Json(JsonNode? old, JsonNode? now, string path)
    {
        if (JsonNode.DeepEquals(old, now)) return [];
        return (old, now) switch
        {
            (JsonObject a, JsonObject b) => a.Select(p => p.Key).Union(b.Select(p => p.Key))
                .Order(StringComparer.Ordinal)
                .Select(key => Json(a[key], b[key], $"{path}.{key}").Take(1)).FirstOrDefault(d => d.Any()) ?? [],
            (JsonArray a, JsonArray b) when a.Count == b.Count => Enumerable.Range(0, a.Count)
                .Select(i => Json(a[i], b[i], $"{path}[{i}]").Take(1)).FirstOrDefault(d => d.Any()) ?? [],
            (JsonArray a, JsonArray b) => [Of(path, [$"{a.Count} elements"], [$"{b.Count} elements"])],
            _ => [Of(path, [Cut(old?.ToJsonString() ?? "nothing")], [Cut(now?.ToJsonString() ?? "nothing")])],
        };
    }

    private static IEnumerable<NotebookDifference> Lines(string where, string old, string now)
    {
        if (old == now) return [];
        string[] a = old.Split('\n'), b = now.Split('\n');
        int start = 0, end = 0, shorter = Math.Min(a.Length, b.Length);
        while (start < shorter && a[start] == b[start]) start++;
        while (end < shorter - start && a[^(end + 1)] == b[^(end + 1)]) end++;
        string line = a.Length == 1 && b.Length == 1 ? "" : $", line {start + 1}";
        return [Of(where + line, Cut(a[start..^end]), Cut(b[start..^end]))];
    }

    private static NotebookDifference Of(string where, IReadOnlyList<string> old, IReadOnlyList<string> now) =>
        new("", null, null, where, old, now);

    private static string[] Summary(Output? output) => output switch
    {
        null => ["no output"],
        StreamOutput stream => [$"{stream.Name}:", .. Shown(stream.Text)],
        ErrorOutput error => [Cut($"error {error.Name}: {error.Value}")],
        ExecuteResultOutput result => [$"result with {Faces(result)}"],
        DisplayOutput display => [$"display with {Faces(display)}"],
        _ => [],
    };

    private static string Faces(DisplayOutput output) => string.Join(", ", output.Data.Select(face => face.Key));

    private static string Bytes(JsonNode? picture) =>
        picture is JsonValue value && value.TryGetValue(out string? base64)
        ? $"{base64.Replace("\n", "", StringComparison.Ordinal).TrimEnd('=').Length * 3L / 4} bytes"
        : "no picture";

    private static string Count(int? number) =>
        number is { } n ? n.ToString(System.Globalization.CultureInfo.InvariantCulture) : "null";

    private static string[] Shown(string? text) => text is null ? [] : Cut(text.TrimEnd('\n').Split('\n'));

    private static string[] Cut(string[] lines) => lines.Length <= MaxLines
        ? [.. lines.Select(Cut)]
        : [.. lines.Take(MaxLines).Select(Cut), $"… {lines.Length - MaxLines} more lines"];

    private static string Cut(string line) => line.Length <= MaxLineLength ? line : line[..MaxLineLength] + " …";
}
