using System.Globalization;
using System.Text.Json.Nodes;
using SongGenre.Data;
using SongGenre.Steps;
using SongGenre.Tracking.Artifacts;

namespace SongGenre.Cli;

/// <summary>What steps did, for readers and for programs.</summary>
internal static class StepOutput
{
    /// <summary>One line: what the step took and what it made; what was known before is told apart.</summary>
    public static string Line(StepResult result)
    {
        List<string> said = [];
        Say("took", result.Used, version => version.Reference);
        Say("made", result.Made.Where(result.IsNew), Described);
        Say("unchanged", result.Made.Where(made => !result.IsNew(made)), Described);
        var seconds = result.Seconds.ToString("0.0", CultureInfo.InvariantCulture);
        return $"{result.Step.Name,-8} {seconds,5} s  {string.Join("; ", said)}";

        void Say(string verb, IEnumerable<ArtifactVersion> versions, Func<ArtifactVersion, string> describe)
        {
            List<string> all = [.. versions.Select(describe)];
            if (all.Count > 0) said.Add($"{verb} {string.Join(", ", all)}");
        }
    }

    public static JsonObject ToJson(PipelineResult result, string run) => new()
    {
        ["run"] = run,
        ["steps"] = new JsonArray([.. result.Steps.Select(ToJson)]),
        ["metrics"] = new JsonObject
        {
            ["validation"] = result.Training?.Validation is { } validation ? ScoreOutput.ToJson(validation) : null,
            ["test"] = result.Test is { } test ? ScoreOutput.ToJson(test.Scores) : null,
        },
        ["intervals"] = ScoreOutput.ToJson(result.Intervals),
        ["contaminated_rows"] = result.Test?.ContaminatedRows,
        ["data_sha256"] = result.Source?.Sha256,
        ["synthetic"] = result.Source?.IsSynthetic,
    };

    /// <summary>The figures, where a step made some.</summary>
    public static void PrintScores(PipelineResult result, TextWriter output)
    {
        if (result.Source?.IsSynthetic == true) output.WriteLine(DataSource.SyntheticNotice);
        if (result.Test is { ContaminatedRows: > 0 } test)
        {
            output.WriteLine(
                $"CONTAMINATED: {test.ContaminatedRows} of {test.Scores.Rows} test rows were trained on");
        }

        if (result.Training?.Validation is null && result.Test is null) return;
        output.WriteLine();
        ScoreOutput.Print(output, ("validation", result.Training?.Validation), ("test", result.Test?.Scores));
    }

    private static JsonObject ToJson(StepResult result) => new()
    {
        ["step"] = result.Step.Name,
        ["run"] = result.Run,
        ["seconds"] = result.Seconds,
        ["used"] = ArtifactOutput.Array(result.Used, version => JsonValue.Create(version.Reference)),
        ["made"] = ArtifactOutput.Array(result.Made, version => new JsonObject
        {
            ["artifact"] = version.Reference,
            ["new"] = result.IsNew(version),
            ["rows"] = version.Rows,
        }),
    };

    private static string Described(ArtifactVersion version) => version.Rows is { } rows
        ? string.Create(CultureInfo.InvariantCulture, $"{version.Reference} ({rows:N0} rows)")
        : version.Reference;
}
