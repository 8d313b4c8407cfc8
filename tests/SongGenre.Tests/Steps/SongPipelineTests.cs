using SongGenre.Data;
using SongGenre.Steps;
using SongGenre.Tests.Data;
using SongGenre.Tracking.Artifacts;

namespace SongGenre.Tests.Steps;

public sealed class SongPipelineTests : IDisposable
{
    private readonly StepFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("track", FeatureSet.Plain)]
    [InlineData("random", FeatureSet.Stacked)]
    public void Step_by_step_gives_the_bits_that_one_training_gives(string kind, FeatureSet set)
    {
        var experiment = StepFolder.Experiment with
        {
            Split = new() { Kind = kind },
            Features = set == FeatureSet.Plain ? new() : new() { Text = "genres", AudioGenres = true },
        };
        var songs = SongData.Read(_folder.File).Clean();
        var whole = GenreTraining.Run(
            songs, Split.Create(songs, experiment.Split), experiment, cancel: TestContext.Current.CancellationToken);

        var steps = _folder.Run(experiment: experiment);

        Assert.Equal(whole.Validation!.Metrics, steps.Training!.Validation!.Metrics);
        Assert.Equal(whole.Test.Metrics, steps.Test!.Scores.Metrics);
        whole.Model.Save(_folder["model"]);
        var model = _folder.Store.Find("model");
        Assert.Equal(Directory.GetFiles(_folder["model"]).Length, model.Files.Count);
        Assert.All(model.Files, file => Assert.Equal(
            File.ReadAllBytes(Path.Combine(_folder["model"], file.Path)), Content(model, file.Path)));
    }

    [Fact]
    public void Each_step_makes_versions_with_type_rows_schema_and_lineage()
    {
        var result = _folder.Run();
        Assert.Equal(
            [
                "checks:v0 checks", "clean:v0 table", "features:v0 features", "model:v0 model", "raw:v0 table",
                "results:v0 results", "test:v0 table", "train:v0 table", "validation:v0 table",
            ],
            _folder.Versions().Select(version => $"{version} {_folder.Store.Find(version).Type}"));
        Assert.Equal(
            [
                "clean made clean:v0", "clean used raw:v0", "evaluate made results:v0", "evaluate used model:v0",
                "evaluate used test:v0", "fetch made raw:v0", "split made test:v0", "split made train:v0",
                "split made validation:v0", "split used clean:v0", "train made model:v0", "train used train:v0",
                "train used validation:v0",
            ],
            _folder.Store.Lineage("results").Edges
                .Select(edge => $"{edge.Name} {(edge.IsMade ? "made" : "used")} {edge.Reference}")
                .Order(StringComparer.Ordinal));
        Assert.All(result.Steps, step => Assert.All(
            step.Made, made => Assert.Equal(step.Run, _folder.Store.Find(made.Reference).MadeBy[0].Run)));
        var (train, test) = (_folder.Store.Find("train"), _folder.Store.Find("test"));
        Assert.Equal(_folder.Store.Find("clean").Rows, train.Rows + test.Rows);
        Assert.Contains(new("tempo", "double"), train.Metadata.Schema);
        Assert.Equal("track", train.Metadata.Properties["split.kind"]);
        // The test rows are for the last step alone.
        Assert.Equal(["evaluate"], test.UsedBy.Select(link => link.Name));
    }

    [Fact]
    public void The_same_again_makes_no_new_version()
    {
        _folder.Run();
        var versions = _folder.Versions();
        var again = _folder.Run();
        Assert.Equal(versions, _folder.Versions());
        Assert.All(again.Steps, step => Assert.DoesNotContain(step.Made, step.IsNew));
        Assert.All(versions, version => Assert.Equal(2, _folder.Store.Find(version).MadeBy.Count));
    }

    [Fact]
    public void A_step_that_runs_alone_takes_the_version_that_is_named()
    {
        _folder.Run();
        var other = StepFolder.Experiment with { Forest = new() { Trees = 3 } };
        _folder.Run("train", other);
        Assert.Equal("model:v1", _folder.Store.Find("model").Reference);
        _folder.Store.SetAlias("model:v0", "best");

        var best = _folder.Run("evaluate", inputs: ["evaluate=model:best"]);
        var latest = _folder.Run("evaluate");

        Assert.Equal(["model:v0", "test:v0"], best.Steps[0].Used.Select(version => version.Reference));
        Assert.Equal(["results:v0"], best.Steps[0].Made.Select(version => version.Reference));
        Assert.Equal(["model:v1", "test:v0"], latest.Steps[0].Used.Select(version => version.Reference));
        Assert.Equal(["results:v1"], latest.Steps[0].Made.Select(version => version.Reference));
    }

    [Fact]
    public void The_original_file_can_be_had_again()
    {
        _folder.Run("fetch");
        var raw = _folder.Store.Find("raw");
        Assert.Equal(File.ReadAllBytes(_folder.File), Content(raw, "original.csv"));
        File.Delete(_folder.File);
        Assert.Equal("clean:v0", _folder.Run("clean").Steps[0].Made[0].Reference);
    }

    [Fact]
    public void A_check_that_fails_ends_the_run_and_leaves_what_it_found()
    {
        File.WriteAllText(_folder.File, SongFiles.Csv(400, (7, "tempo", "900")));
        Assert.Matches(
            @"^clean:v0: 1 of \d+ checks failed \(range tempo\), see artifact checks:v0; mend the data, or leave the "
                + "step check out.$",
            OneLine.ErrorOf(() => _folder.Run()));
        Assert.Equal(["checks:v0", "clean:v0", "raw:v0"], _folder.Versions());
        Assert.Equal("1", _folder.Store.Find("checks").Metadata.Properties["failed"]);
    }

    [Fact]
    public void Cleaned_songs_with_the_alias_reference_are_what_others_are_compared_with()
    {
        _folder.Run("fetch,clean");
        _folder.Store.SetAlias("clean", SongPipeline.ReferenceAlias);
        Assert.Equal(["clean:v0", "clean:v0"], _folder.Run("check").Steps[0].Used.Select(v => v.Reference));
        // Rows that are all alike would be one cleaned row.
        File.WriteAllText(_folder.File, SongFiles.DistinctCsv(100));
        Assert.Contains(
            "distribution", OneLine.ErrorOf(() => _folder.Run("fetch,clean,check")), StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_made_before_an_interruption_stays()
    {
        Assert.Throws<OperationCanceledException>(() => _folder.Run(done: (step, cancel) =>
        {
            if (step.Step == Step.Clean) cancel.Cancel();
        }));
        Assert.Equal(["clean:v0", "raw:v0"], _folder.Versions());
        Assert.True(_folder.Store.Verify().IsWhole);
    }

    [Fact]
    public async Task Several_at_once_make_the_same_versions()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(
            () => _folder.Run(), TestContext.Current.CancellationToken)));
        Assert.Equal(9, _folder.Versions().Count);
        Assert.True(_folder.Store.Verify().IsWhole);
        Assert.All(_folder.Versions(), version => Assert.Equal(4, _folder.Store.Find(version).MadeBy.Count));
        Assert.Equal(9, results.Sum(result => result.Steps.Sum(step => step.Made.Count(step.IsNew))));
    }

    private byte[] Content(ArtifactVersion version, string path)
    {
        using var file = _folder.Store.OpenRead(version, path);
        using var bytes = new MemoryStream();
        file.CopyTo(bytes);
        return bytes.ToArray();
    }

    public enum FeatureSet
    {
        Plain,
        Stacked,
    }
}
