using System.Globalization;
using System.Text.Json.Nodes;
using SongGenre.Tracking.Mlflow;
using SongGenre.Tracking.Review;

namespace SongGenre.Cli;

/// <summary>Runs one under the other.</summary>
internal static class RunListing
{
    private const int ShortId = 8;

    // Where they aren't what the parameters say, a score is easily taken for a better one.
    private static readonly (string Title, Func<Run, IReadOnlyList<string>> Of)[] Divisions =
        [("trained rows", run => run.TrainedRows), ("scored rows", run => run.ScoredRows)];

    /// <summary>A line for each run, under a line of headers.</summary>
    public static void Print(RunSelection selection, TextWriter output)
    {
        var runs = selection.Runs;
        var length = IdLength(runs);
        var divided = Divisions.Where(rows => runs.Any(run => rows.Of(run).Count > 0)).ToArray();
        List<string[]> lines =
        [
            [
                "id", "name", "command", "start", "duration", "status",
                .. selection.Metrics, .. divided.Select(rows => rows.Title),
                .. selection.Parameters.Select(key => Plain.Cell(key)),
            ],
        ];
        lines.AddRange(runs.Select(run => (string[])
        [
            run.Info.Id[..Math.Min(length, run.Info.Id.Length)], Plain.Cell(run.Info.Name), Plain.Cell(run.Command),
            Plain.Time(run.Info.Start), run.Info.Duration is { } time ? Plain.Duration(time) : "",
            Word(run.Info.Status),
            .. selection.Metrics.Select(key => run.Metrics.TryGetValue(key, out var m) ? Score(m.Value) : ""),
            .. divided.Select(rows => Plain.Cell(string.Join(", ", rows.Of(run)))),
            .. selection.Parameters.Select(key => Plain.Cell(run.Parameters.GetValueOrDefault(key, ""))),
        ]));
        AlignedTable.Print(lines, new HashSet<string>(["duration", .. selection.Metrics]), output);
    }

    /// <summary>A comma-separated line for each run with every metric and parameter, as RFC 4180 has it.</summary>
    public static void PrintCsv(IReadOnlyList<Run> runs, TextWriter output)
    {
        string[] metrics = [.. runs.SelectMany(run => run.Metrics.Keys).Distinct().Order(StringComparer.Ordinal)];
        var parameters = RunSelection.InOrder(runs.SelectMany(run => run.Parameters.Keys).Distinct());
        Line(
        [
            "id", "name", "command", "start", "seconds", "status", .. metrics.Select(key => $"metrics.{key}"),
            .. parameters.Select(key => $"params.{key}"),
        ]);
        foreach (var run in runs)
        {
            Line(
            [
                run.Info.Id, run.Info.Name, run.Command, run.Info.Start.UtcDateTime.ToString("O", Invariant),
                run.Info.Duration?.TotalSeconds.ToString(Invariant) ?? "", Word(run.Info.Status),
                .. metrics.Select(key => run.Metrics.TryGetValue(key, out var m) ? m.Value.ToString(Invariant) : ""),
                .. parameters.Select(key => run.Parameters.GetValueOrDefault(key, "")),
            ]);
        }

        void Line(IEnumerable<string> cells) => output.WriteLine(string.Join(',', cells.Select(Quoted)));
    }

    /// <summary>What is known of a run without a look at its files.</summary>
    public static JsonObject ToJson(Run run) => new()
    {
        ["id"] = run.Info.Id,
        ["name"] = run.Info.Name,
        ["command"] = run.Command,
        ["status"] = Word(run.Info.Status),
        ["start"] = run.Info.Start.UtcDateTime,
        ["end"] = run.Info.End?.UtcDateTime,
        ["seconds"] = run.Info.Duration?.TotalSeconds,
        ["user"] = run.Info.User,
        ["deleted"] = run.Info.IsDeleted,
        ["artifact_uri"] = run.Info.ArtifactUri,
        ["metrics"] = Members(run.Metrics, metric => Number(metric.Value)),
        ["parameters"] = Members(run.Parameters, value => JsonValue.Create(value)),
        ["tags"] = Members(run.Tags, value => JsonValue.Create(value)),
    };

    public static JsonObject Members<T>(IEnumerable<KeyValuePair<string, T>> pairs, Func<T, JsonNode?> toJson) =>
        new(pairs.Select(pair => KeyValuePair.Create(pair.Key, toJson(pair.Value))));

    /// <summary>A number; JSON has no word for NaN and the infinite ones, so a text for those.</summary>
    public static JsonNode Number(double number) => double.IsFinite(number)
        ? JsonValue.Create(number) : JsonValue.Create(number.ToString(Invariant));

    /// <summary>How far a run has come, in a word.</summary>
    public static string Word(RunStatus status) => status.ToString().ToLowerInvariant();

    /// <summary>A score, of which the fifth decimal is the last that anybody looks at.</summary>
    public static string Score(double value) => Math.Abs(value) < 100
        ? value.ToString("0.00000", Invariant) : Plain.Number(value);

    /// <summary>How many characters of their ids tell runs apart.</summary>
    public static int IdLength(IReadOnlyList<Run> runs)
    {
        var length = ShortId;
        while (length < 32
            && runs.Select(run => run.Info.Id).DistinctBy(id => id[..Math.Min(length, id.Length)]).Count()
            < runs.Count)
        {
            length++;
        }

        return length;
    }

    private static CultureInfo Invariant => CultureInfo.InvariantCulture;

    private static string Quoted(string cell) =>
        cell.AsSpan().ContainsAny(",\"\r\n") ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell;
}
