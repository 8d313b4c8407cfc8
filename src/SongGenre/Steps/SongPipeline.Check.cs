using System.Text.Encodings.Web;
using System.Text.Json;
using SongGenre.Data;
using SongGenre.Tracking.Artifacts;

namespace SongGenre.Steps;

public sealed partial class SongPipeline
{
    /// <summary>
    /// The alias of the cleaned songs whose distributions all others must have: <c>clean:reference</c>. Where nobody
    /// has set it, distributions aren't compared.
    /// </summary>
    public const string ReferenceAlias = "reference";

    private const int MostNamed = 3;

    private static readonly JsonSerializerOptions Format = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private PipelineResult Check(StepWork work, PipelineResult result)
    {
        var songs = store.ReadClean(work.Take("clean").Reference);
        var reference = store.Versions("clean").FirstOrDefault(version => version.Aliases.Contains(ReferenceAlias));
        var other = reference is null ? null : store.ReadClean(work.TakeThis(reference.Reference).Reference).Table;
        var results = DataCheck.Run(songs.Table, other);
        var failed = results.Where(check => !check.Passed).ToList();
        var checks = work.Add(
            "checks",
            "checks",
            folder => File.WriteAllText(
                Path.Combine(folder, "checks.json"), JsonSerializer.Serialize(results, Format) + "\n"),
            new()
            {
                Properties = new Dictionary<string, string>
                {
                    ["passed"] = StepFigures.Text(results.Count - failed.Count),
                    ["failed"] = StepFigures.Text(failed.Count),
                },
            });
        work.Run.Metric("checks.failed", failed.Count);
        if (failed.Count == 0) return From(songs.Source, result);
        var names = string.Join(", ", failed.Take(MostNamed).Select(check => $"{check.Name} {check.Column}"));
        throw new SongGenreException($"{songs.Source.File}: {failed.Count} of {results.Count} checks failed "
            + $"({names}{(failed.Count > MostNamed ? ", …" : "")}), see artifact {checks.Reference}; mend the data, or "
            + "leave the step check out.");
    }
}
