using System.CommandLine;
using System.Text.Json.Nodes;
using SongGenre.Data;

namespace SongGenre.Cli.Commands;

internal static class CheckCommand
{
    public static Command Create()
    {
        var data = CommonOptions.Data();
        var reference = new Option<string?>("--reference")
        {
            Description = "Compare each numerical column's distribution with this table's (Kolmogorov–Smirnov)",
            HelpName = "FILE",
        };
        var json = CommonOptions.Json();
        var command = new ExampleCommand("check",
            "Check columns, types, genres, ranges and distributions; exit 1 when one fails.",
            "songgenre check --data songs.csv --reference data/raw/genres_mod.parquet")
        {
            data, reference, json,
        };
        command.SetAction(parsed =>
        {
            var output = parsed.InvocationConfiguration.Output;
            var songs = CommonOptions.LoadSongs(
                parsed.GetValue(data), parsed.InvocationConfiguration.Error, requireGenre: false);
            var other = parsed.GetValue(reference) is { } file ? SongData.Read(file) : null;
            var results = SongData.Check(songs, other);
            if (parsed.GetValue(json)) output.WriteLine(ToJson(results).ToJsonString());
            else Print(results, output);
            return results.All(r => r.Passed) ? 0 : 1;
        });
        return command;
    }

    private static void Print(IReadOnlyList<CheckResult> results, TextWriter output)
    {
        foreach (var result in results)
        {
            output.WriteLine($"{(result.Passed ? "pass" : "FAIL")}  {result.Name} {result.Column}: {result.Detail}"
                + Offending(result));
        }

        output.WriteLine($"{results.Count(r => r.Passed)} checks passed, {results.Count(r => !r.Passed)} failed");
    }

    private static string Offending(CheckResult result)
    {
        if (result.OffendingCount == 0) return "";
        var more = result.OffendingCount > result.OffendingRows.Count ? ", …" : "";
        var rows = result.OffendingCount == 1 ? "row" : "rows";
        return $"; {result.OffendingCount} {rows}: {string.Join(", ", result.OffendingRows)}{more}";
    }

    private static JsonObject ToJson(IReadOnlyList<CheckResult> results) => new()
    {
        ["passed"] = results.All(r => r.Passed),
        ["checks"] = new JsonArray([.. results.Select(r => new JsonObject
        {
            ["name"] = r.Name,
            ["column"] = r.Column,
            ["passed"] = r.Passed,
            ["offending_count"] = r.OffendingCount,
            ["offending_rows"] = new JsonArray([.. r.OffendingRows.Select(row => JsonValue.Create(row))]),
            ["detail"] = r.Detail,
        })]),
    };
}
