using SongGenre.Tracking;
using SongGenre.Tracking.Artifacts;
using SongGenre.Tracking.Mlflow;

namespace SongGenre.Tests.Steps;

/// <summary>
/// What a run says of splits: its parameters by which one the model was made, unless it divides rows itself,
/// <c>songgenre.split</c> of which one the scored rows are, and further tags wherever these are not the same.
/// </summary>
public sealed class SplitOnRecordTests : IDisposable
{
    private readonly StepFolder _folder = new();
    private readonly TrackingOptions _tracking;

    public SplitOnRecordTests()
    {
        _tracking = new() { Store = "sqlite:///" + _folder["mlflow.db"] };
        _folder.Run(experiment: By("random", seed: 7));
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Of_one_split_all_say_the_same()
    {
        Assert.Equal("track 8; track", Recorded(experiment: By("track", seed: 8)));
        Assert.Equal("track 8; track", Recorded("train"));
        Assert.Equal("track 8; track", Recorded("evaluate"));
        Assert.Equal("track 8; track", Recorded("train,evaluate", By("random", seed: 9)));
    }

    [Theory]
    [InlineData("train,evaluate")]
    [InlineData("evaluate")]
    public void Rows_of_another_split_than_the_models_are_told_by_tags_beside_the_parameters_of_the_model(string steps)
    {
        _folder.Run(experiment: By("track", seed: 8, held: 0.25));
        Assert.Equal(
            "track 8; random; songgenre.split.kind=random; songgenre.split.seed=7",
            Recorded(steps, inputs: "evaluate=test:v0"));
    }

    [Fact]
    public void Rows_of_the_same_kind_of_split_by_another_seed_are_told_apart()
    {
        _folder.Run(experiment: By("random", seed: 8));
        Assert.Equal("random 8; random; songgenre.split.seed=7", Recorded("evaluate", inputs: "evaluate=test:v0"));
    }

    [Fact]
    public void A_model_that_was_trained_before_the_rows_were_divided_anew_is_told_apart_by_the_knobs_of_its_split() =>
        Assert.Equal(
            "track 8; track; songgenre.trained.split.kind=random; songgenre.trained.split.seed=7",
            Recorded("split,evaluate", By("track", seed: 8)));

    [Fact]
    public void Rows_that_are_of_no_split_are_said_to_be_of_none()
    {
        _folder.Store.AddClean(_folder.Store.ReadClean(), "test");
        Assert.Equal("random 7; ; songgenre.split.kind=none", Recorded("evaluate"));
    }

    private static Experiment By(string kind, int seed, double held = 0.2) =>
        StepFolder.Experiment with { Split = new() { Kind = kind, Seed = seed, ValidationSize = held } };

    // Kind and seed by the parameters; the tag; tags of single knobs.
    private string Recorded(string? steps = null, Experiment? experiment = null, params string[] inputs)
    {
        experiment ??= StepFolder.Experiment;
        _folder.Run(steps, experiment, inputs, tracking: _tracking);
        using var store = RunStore.Open(_tracking.Store);
        var run = store.SearchRuns(store.FindExperiment("song-genre")!.Id).First(run => run.Parent is null);
        var tags = run.Tags.Where(tag => tag.Key.Contains(".split.", StringComparison.Ordinal))
            .Select(tag => $"{tag.Key}={tag.Value}").Order(StringComparer.Ordinal);
        return string.Join("; ", tags
            .Prepend(run.Tags.GetValueOrDefault("songgenre.split", ""))
            .Prepend($"{run.Parameters["split.kind"]} {run.Parameters["split.seed"]}"));
    }
}
