using SongGenre.Data;
using SongGenre.Features;
using SongGenre.Forest;
using SongGenre.Tests.Features;
using SongGenre.Tests.Forest;

namespace SongGenre.Tests;

[Collection(nameof(ForestInterruptionTests))]
public sealed class GenreTrainingTests : IDisposable
{
    private const int Wanted = 40;

    private readonly CancellationTokenSource _interrupt = new();
    private readonly CleanSongs _songs = SmallSongs.Create();
    private readonly Split _split = new()
    {
        Name = "rows",
        Train = [0, 1, 2, 3],
        Validation = [3],
        Test = [4, 5],
        ContaminatedRows = 0,
    };

    private readonly Experiment _experiment = new()
    {
        Features = new FeatureOptions { Set = FeatureOptions.Audio },
        Forest = new ForestOptions { Trees = Wanted, Threads = 1 },
    };

    public GenreTrainingTests() => AppContext.SetData("Notebook.Interrupt", _interrupt.Token);

    public void Dispose()
    {
        AppContext.SetData("Notebook.Interrupt", null);
        _interrupt.Dispose();
    }

    [Fact]
    public void A_training_that_is_interrupted_in_its_first_forest_keeps_that_forests_trees()
    {
        var result = Run(new At(report => report.Trees == 7, _interrupt.Cancel));
        Assert.True(result.IsInterrupted);
        Assert.Null(result.Validation);
        AssertScoresNothing(result);
        AssertSame(GenreModel.Fit(_songs, [0, 1, 2], Of(7), cancel: Cancel), result.Model);
    }

    [Fact]
    public void A_training_that_is_interrupted_in_its_second_forest_keeps_that_ones_and_the_validation()
    {
        var finished = 0;
        var result = Run(new At(
            report => (finished += report.Trees == Wanted ? 1 : 0) > 0 && report.Trees == 5, _interrupt.Cancel));
        Assert.True(result.IsInterrupted);
        Assert.Equal(1, result.Validation!.Rows);
        AssertScoresNothing(result);
        AssertSame(GenreModel.Fit(_songs, [0, 1, 2, 3], Of(5), cancel: Cancel), result.Model);
    }

    [Fact]
    public void A_training_that_is_interrupted_between_its_forests_keeps_the_first()
    {
        // The report after the last tree is the forest's own, once all trees are there.
        var finished = 0;
        var result = Run(new At(report => report.Trees == Wanted && ++finished == 2, _interrupt.Cancel));
        Assert.True(result.IsInterrupted);
        AssertScoresNothing(result);
        AssertSame(GenreModel.Fit(_songs, [0, 1, 2], Of(Wanted), cancel: Cancel), result.Model);
    }

    [Fact]
    public void The_callers_own_token_keeps_nothing()
    {
        using var cancel = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() => GenreTraining.Run(
            _songs, _split, _experiment, new At(report => report.Trees == 7, cancel.Cancel), cancel.Token));
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static void AssertScoresNothing(TrainingResult result)
    {
        Assert.Equal(0, result.Test.Rows);
        Assert.Null(result.Test.AucOvoMacro);
        Assert.Empty(result.TestLabels);
        Assert.Equal(0, result.TestProbabilities.Rows);
    }

    private void AssertSame(GenreModel expected, GenreModel actual)
    {
        AppContext.SetData("Notebook.Interrupt", null);
        int[] all = [0, 1, 2, 3, 4, 5];
        Assert.Equal(
            Trees.All(expected.Predict(_songs.Table, all, Cancel)), Trees.All(actual.Predict(_songs.Table, all, Cancel)));
    }

    private Experiment Of(int trees)
    {
        AppContext.SetData("Notebook.Interrupt", null);
        return _experiment with { Forest = _experiment.Forest with { Trees = trees } };
    }

    private TrainingResult Run(IProgress<ForestProgress> progress) =>
        GenreTraining.Run(_songs, _split, _experiment, progress, Cancel);

    private sealed class At(Func<ForestProgress, bool> when, Action action) : IProgress<ForestProgress>
    {
        public void Report(ForestProgress value)
        {
            if (when(value)) action();
        }
    }
}
