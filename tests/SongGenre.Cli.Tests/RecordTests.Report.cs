using SongGenre.Tracking.Mlflow;

namespace SongGenre.Cli.Tests;

public sealed partial class RecordTests
{
    [Fact]
    public async Task A_report_is_on_record_with_pages_and_what_its_notebooks_put_there_and_its_outputs_are_the_same()
    {
        var library = Path.Combine(RepositoryFolder.Root, "artifacts", "bin", "SongGenre", "SongGenre.dll");
        using var notebooks = new NotebookFolder(
            $"#r \"{library}\"\nvar run = SongGenre.Tracking.TrackedRun.Start(\"own\");\nrun.Metric(\"auc\", 0.5);\nrun.Finish();",
            "1 + 1");
        var off = await CommandRun.Of("report", notebooks.Notebook, "--data", sample.Songs, "--out", _folder["off"]);
        var on = await Recorded("report", notebooks.Notebook, "--data", sample.Songs, "--out", _folder["on"]);

        Assert.Equal((0, 0), (off.ExitCode, on.ExitCode));
        Assert.Equal(
            await File.ReadAllBytesAsync(_folder["off/own.ipynb"], Cancel), await File.ReadAllBytesAsync(_folder["on/own.ipynb"], Cancel));
        var runs = Runs().ToDictionary(run => run.Tags["songgenre.command"]);
        Assert.Equal(["own", "report"], runs.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(runs["report"].Info.Id, runs["own"].Tags["mlflow.parentRunId"]);
        Assert.Equal(0.5, runs["own"].Metrics["auc"].Value);
        using var store = MlflowStore.Open(Uri);
        Assert.Equal(
            ["report/index.html", "report/own.html", "report/own.ipynb"],
            store.ListArtifacts(runs["report"].Info.ArtifactUri, "report").Select(entry => entry.Path));
    }

    [Fact]
    public async Task Of_a_reports_pictures_only_those_that_are_broken_are_left_out_and_said()
    {
        // A PNG file's signature in base64; and of a file that is none, no base64 at all, and nothing.
        using var notebooks = new NotebookFolder(
            """foreach (var text in new[] { "iVBORw0KGgo=", "aGVsbG8=", "%%%", "" }) text.DisplayAs("image/png");""",
            "1 + 1");
        var run = await Recorded("report", notebooks.Notebook, "--data", sample.Songs, "--out", _folder["on"]);

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal(
            Enumerable.Repeat(
                "note: own.ipynb: cell c1: the record leaves out a picture that is no PNG file", 3),
            run.ErrorLines.Where(line => line.StartsWith("note: ", StringComparison.Ordinal)));
        var only = Assert.Single(Runs());
        Assert.Equal(RunStatus.Finished, only.Info.Status);
        Assert.True(only.Metrics.ContainsKey("seconds.own"));
        using var store = MlflowStore.Open(Uri);
        using var picture = store.OpenArtifact(only.Info.ArtifactUri, "report/own/c1-0.png");
        Assert.Equal(8, picture.Length);
        Assert.Single(store.ListArtifacts(only.Info.ArtifactUri, "report/own"));
    }

    [Fact]
    public async Task A_report_reads_the_data_that_a_training_of_its_experiment_reads()
    {
        using var notebooks = new NotebookFolder("1 + 1");
        await Recorded("report", notebooks.Notebook, "--data", sample.Songs, "--out", _folder["on"]);
        await Recorded(sample.Train());

        var runs = Runs().ToDictionary(run => run.Tags["songgenre.command"]);
        var (report, training) = (Inputs(runs["report"]), Inputs(runs["train"]));
        Assert.Equal(["testing", "training", "validation"], report.Select(input => input.Context));
        Assert.Equal(training, report);
        Assert.Equal(runs["train"].Tags["songgenre.split"], runs["report"].Tags["songgenre.split"]);

        static (string? Context, string Digest, string? Profile)[] Inputs(Run run) =>
        [
            .. run.Inputs.Select(input => (input.Context, input.Dataset.Digest, input.Dataset.Profile))
                .OrderBy(input => input.Context, StringComparer.Ordinal),
        ];
    }

    [Fact]
    public async Task A_report_of_songs_that_its_experiment_cannot_divide_is_on_record_without_their_rows()
    {
        using var notebooks = new NotebookFolder("1 + 1");
        var run = await Recorded(
            "report", notebooks.Notebook, "--data", sample.Songs, "--set", "split.kind=published",
            "--out", _folder["on"]);

        Assert.Equal(0, run.ExitCode);
        Assert.StartsWith("note: the record doesn't say which rows the notebooks use: ",
            Assert.Single(run.ErrorLines, line => line.StartsWith("note: ", StringComparison.Ordinal)),
            StringComparison.Ordinal);
        Assert.Equal(RunStatus.Finished, Assert.Single(Runs()).Info.Status);
    }
}
