using Microsoft.Data.Analysis;
using Microsoft.ML;
using Microsoft.ML.Data;
using SongGenre.Evaluation;
using SongGenre.Forest;
using SongGenre.Learning;
using SongGenre.Tests.Data;

namespace SongGenre.Tests.Learning;

public class RandomForestPipelineTests
{
    private static readonly ForestOptions Small = new() { Trees = 30, MinSamplesLeaf = 5 };

    private readonly MLContext _context = new(1);

    [Theory]
    [InlineData("numbers")]
    [InlineData("text")]
    public void Evaluate_gives_the_figures_that_our_own_evaluation_gives(string features)
    {
        // ML.NET and scikit-learn disagree on what a probability of 0 costs: no leaf is so pure.
        var impure = Small with { MaxDepth = 3, MinSamplesLeaf = 40 };
        var model = Pipeline(features, impure).Fit(Song.View(_context, 400, 1));
        var scored = model.Transform(Song.View(_context, 300, 2));

        var metrics = _context.MulticlassClassification.Evaluate(scored);

        int[] labels = [.. scored.GetColumn<uint>("Label").Select(key => (int)key - 1)];
        double[] scores = [.. scored.GetColumn<float[]>("Score").SelectMany(row => row.Select(p => (double)p))];
        Assert.DoesNotContain(0, scores);
        var ours = Scores.Compute(labels, new(3, scores));
        Assert.Equal(ours.Accuracy, metrics.MicroAccuracy, 1e-12);
        Assert.Equal(ours.MacroRecall, metrics.MacroAccuracy, 1e-12);
        Assert.Equal(ours.LogLoss, metrics.LogLoss, 1e-6);
        Assert.InRange(metrics.MicroAccuracy, 0.6, 1);
    }

    [Fact]
    public void Predicted_keys_map_back_to_the_labels_values()
    {
        var songs = Song.View(_context, 300, 1);
        var toGenre = _context.Transforms.Conversion.MapKeyToValue("PredictedGenre", "PredictedLabel");
        var scored = Pipeline().Append(toGenre).Fit(songs).Transform(songs);

        var pairs = scored.GetColumn<string>("PredictedGenre").Zip(scored.GetColumn<string>("Genre"));
        var right = pairs.Count(pair => pair.First == pair.Second);
        Assert.True(right > 220, $"only {right} of 300 are right");
    }

    [Fact]
    public void Cross_validation_keeps_groups_together_and_scores_every_row_once()
    {
        var folds = _context.MulticlassClassification.CrossValidate(
            Song.View(_context, 300, 1), Pipeline(), numberOfFolds: 4, samplingKeyColumnName: nameof(Song.Artist));

        var artists = folds
            .Select(fold => fold.ScoredHoldOutSet.GetColumn<string>(nameof(Song.Artist)).ToList()).ToList();
        Assert.Equal(300, artists.Sum(fold => fold.Count));
        Assert.Equal(60, artists.Sum(fold => fold.Distinct().Count()));
        Assert.All(folds, fold => Assert.InRange(fold.Metrics.MicroAccuracy, 0.5, 1));
    }

    [Theory]
    [InlineData("numbers", 3)]
    [InlineData("words", 1)]
    public void Permutation_importance_finds_the_features_that_matter(string features, int permutations)
    {
        var songs = Song.View(_context, 300, 1);
        var toGenre = _context.Transforms.Conversion.MapKeyToValue("PredictedLabel");
        var model = Pipeline(features).Append(toGenre).Fit(songs);
        var data = model.Transform(songs);
        var slots = ((VectorDataViewType)data.Schema["Features"].Type).Size;

        var importances = _context.MulticlassClassification.PermutationFeatureImportance(
            model, data, useFeatureWeightFilter: true, permutationCount: permutations);

        Assert.Equal(slots, importances.Count);
        Assert.All(importances.Values, metrics => Assert.Equal(permutations, metrics.MicroAccuracy.Count));
        var worst = importances.MinBy(pair => pair.Value.MicroAccuracy.Mean);
        Assert.InRange(worst.Value.MicroAccuracy.Mean, -0.8, -0.05);
        Assert.Contains(worst.Key, (string[])[nameof(Song.Energy), "trap", "emo", "dnb"]);
        if (features == "numbers")
            Assert.True(importances[nameof(Song.Tempo)].LogLoss.Mean > importances[nameof(Song.Noise)].LogLoss.Mean);
    }

    [Fact]
    public void Permutation_importance_takes_the_transformer_alone_and_features_without_names()
    {
        var data = _context.Data.LoadFromEnumerable(KeyedRow.Draw(150));
        var catalog = _context.MulticlassClassification;
        var model = new EstimatorChain<ITransformer>().Append(catalog.Trainers.RandomForest(options: Small)).Fit(data);

        var bySlot = catalog.PermutationFeatureImportance(model.LastTransformer, data, permutationCount: 2);
        var byName = catalog.PermutationFeatureImportance(model, data, permutationCount: 2);

        Assert.Equal(2, bySlot.Length);
        Assert.True(bySlot[0].MicroAccuracy.Mean < -0.3);
        Assert.Equal(["Slot 0", "Slot 1"], byName.Keys.Order());
        Assert.True(byName["Slot 0"].MicroAccuracy.Mean < -0.3);
    }

    [Fact]
    public void Permutation_importance_of_other_trainers_pipelines_is_ML_NETs_own()
    {
        var model = Song.Prepare(_context).Append(_context.Transforms.NormalizeMinMax("Features"))
            .Append(_context.MulticlassClassification.Trainers.LbfgsMaximumEntropy()).Fit(Song.View(_context, 150, 1));
        var data = model.Transform(Song.View(_context, 150, 1));

        double Energy(ITransformer? declared)
        {
            var catalog = new MLContext(3).MulticlassClassification;
            var importances = declared is null
                ? catalog.PermutationFeatureImportance(model, data)
                : catalog.PermutationFeatureImportance(declared, data);
            return importances[nameof(Song.Energy)].LogLoss.Mean;
        }

        Assert.Equal(Energy(model), Energy(null));
    }

    [Theory]
    [InlineData("numbers")]
    [InlineData("text")]
    public void A_prediction_engine_scores_one_song_after_the_other_as_the_table_does(string features)
    {
        var model = Pipeline(features).Fit(Song.View(_context, 200, 1));
        var songs = Song.Draw(50, 3);
        var expected = model.Transform(_context.Data.LoadFromEnumerable(songs)).GetColumn<float[]>("Score").ToList();

        using var engine = _context.Model.CreatePredictionEngine<Song, ScoredSong>(model);

        for (var i = 0; i < songs.Count; i++)
        {
            var predicted = engine.Predict(songs[i]);
            Assert.Equal(expected[i], predicted.Score);
            Assert.Equal((uint)expected[i].IndexOf(expected[i].Max()) + 1, predicted.PredictedLabel);
        }
    }

    [Fact]
    public void A_text_file_is_read_trained_on_cached_split_and_scored_in_parallel()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "songs.tsv");
        File.WriteAllLines(file, Song.Draw(400, 1).Select(
            song => FormattableString.Invariant($"{song.Energy}\t{song.Tempo}\t{song.Noise}\t{song.Genre}")));
        var data = _context.Data.LoadFromTextFile(file,
        [
            new("Features", DataKind.Single, 0, 2),
            new("Genre", DataKind.String, 3),
        ]);
        var split = _context.Data.TrainTestSplit(data, 0.3);

        var model = _context.Transforms.Conversion.MapValueToKey("Label", "Genre").AppendCacheCheckpoint(_context)
            .Append(_context.MulticlassClassification.Trainers.RandomForest(options: Small)).Fit(split.TrainSet);

        var scored = model.Transform(split.TestSet);
        Assert.InRange(_context.MulticlassClassification.Evaluate(scored).MicroAccuracy, 0.6, 1);
        var column = scored.Schema["Score"];
        var parallel = 0;
        foreach (var cursor in scored.GetRowCursorSet([column], 3))
        {
            using (cursor)
            {
                var getter = cursor.GetGetter<VBuffer<float>>(column);
                var score = default(VBuffer<float>);
                for (; cursor.MoveNext(); parallel++)
                {
                    getter(ref score);
                    Assert.Equal(1, score.DenseValues().Sum(), 1e-5f);
                }
            }
        }

        Assert.Equal(scored.GetColumn<float[]>("Score").Count(), parallel);
    }

    [Fact]
    public void A_data_frame_is_trained_on_as_it_is()
    {
        var songs = Song.Draw(200, 1);
        var frame = new DataFrame(
            new SingleDataFrameColumn("Energy", songs.Select(song => song.Energy)),
            new SingleDataFrameColumn("Tempo", songs.Select(song => song.Tempo)),
            new SingleDataFrameColumn("Noise", songs.Select(song => song.Noise)),
            new StringDataFrameColumn("Genre", songs.Select(song => song.Genre)));
        var rows = _context.Data.LoadFromEnumerable(songs);
        var expected = Pipeline().Fit(rows).Transform(rows);

        var scored = Pipeline().Fit(frame).Transform(frame);

        Assert.Equal(expected.GetColumn<float[]>("Score"), scored.GetColumn<float[]>("Score"));
    }

    private EstimatorChain<RandomForestTransformer> Pipeline(
        string features = "numbers", ForestOptions? options = null) => Song.Prepare(_context, features)
            .Append(_context.MulticlassClassification.Trainers.RandomForest(options: options ?? Small));
}
