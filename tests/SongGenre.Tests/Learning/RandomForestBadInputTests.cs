using Microsoft.ML;
using Microsoft.ML.Data;
using SongGenre.Forest;
using SongGenre.Learning;
using SongGenre.Tests.Data;

namespace SongGenre.Tests.Learning;

public class RandomForestBadInputTests
{
    private readonly MLContext _context = new(1);

    private RandomForestTrainer Trainer =>
        _context.MulticlassClassification.Trainers.RandomForest(options: new() { Trees = 3 });

    [Theory]
    [InlineData("Genre", "Features")] // a text
    [InlineData("Energy", "Features")] // a number
    [InlineData("Nowhere", "Features")]
    [InlineData("Label", "Nowhere")]
    [InlineData("Label", "Energy")] // no vector
    [InlineData("Label", "Words")] // a vector of unknown size
    [InlineData("Label", "Doubles")] // a vector of something else
    public void Columns_of_another_type_are_refused_as_ML_NETs_own_trainers_refuse_them(string label, string features)
    {
        var songs = Song.View(_context, 30, 1);
        var data = Song.Prepare(_context)
            .Append(_context.Transforms.Text.TokenizeIntoWords("Split", "Title"))
            .Append(_context.Transforms.Conversion.ConvertType("Words", "Split", DataKind.Single))
            .Append(_context.Transforms.Conversion.ConvertType("Doubles", "Features", DataKind.Double))
            .Fit(songs).Transform(songs);
        var trainers = _context.MulticlassClassification.Trainers;

        var theirs = Assert.ThrowsAny<ArgumentException>(() => trainers.LbfgsMaximumEntropy(label, features).Fit(data));
        var ours = Assert.ThrowsAny<ArgumentException>(() => trainers.RandomForest(label, features).Fit(data));
        Assert.Equal(theirs.Message, ours.Message);
        var chained = Assert.ThrowsAny<ArgumentException>(
            () => new EstimatorChain<ITransformer>().Append(trainers.RandomForest(label, features)).Fit(data));
        Assert.Equal(theirs.Message, chained.Message);
    }

    [Fact]
    public void No_labelled_row_is_refused()
    {
        Assert.Equal(
            "No row has a label in column 'Label'; a forest needs at least one.",
            OneLine.ErrorOf(() => Trainer.Fit(_context.Data.LoadFromEnumerable(Array.Empty<KeyedRow>()))));
        Assert.StartsWith(
            "No row has a label in column 'Label';",
            OneLine.ErrorOf(() => Trainer.Fit(_context.Data.LoadFromEnumerable(
                [new KeyedRow { Label = KeyedRow.Missing, Features = [1, 2] }]))),
            StringComparison.Ordinal);
    }

    [Fact]
    public void One_class_alone_is_always_predicted()
    {
        var rows = KeyedRow.Draw(30).Where(row => row.Label == 1);
        var data = _context.Data.LoadFromEnumerable(rows);
        var scored = Trainer.Fit(data).Transform(data);

        Assert.All(scored.GetColumn<float[]>("Score"), row => Assert.Equal([0f, 1f, 0f], row));
        Assert.All(scored.GetColumn<uint>("PredictedLabel"), key => Assert.Equal(2u, key));
    }

    [Theory]
    [InlineData(float.NaN, "NaN")]
    [InlineData(float.PositiveInfinity, "Infinity")]
    public void A_missing_feature_is_refused_by_name_and_row_in_training_and_in_prediction(float value, string text)
    {
        var songs = Song.Draw(30, 1);
        songs[17].Tempo = value;
        var bad = _context.Data.LoadFromEnumerable(songs);
        var pipeline = Song.Prepare(_context).Append(Trainer);
        var message = $"Feature 'Tempo' (slot 1 of column 'Features') is {text} in row 17 (both counted from 0); " +
            "replace missing values, as with ReplaceMissingValues, or drop the row.";

        Assert.Equal(message, OneLine.ErrorOf(() => pipeline.Fit(bad)));
        var model = pipeline.Fit(Song.View(_context, 30, 1));
        Assert.Equal(message, OneLine.ErrorOf(() => _ = model.Transform(bad).GetColumn<float[]>("Score").Count()));
        using var engine = _context.Model.CreatePredictionEngine<Song, ScoredSong>(model);
        Assert.Equal(3, engine.Predict(songs[0]).Score.Length);
        Assert.Contains("is " + text, OneLine.ErrorOf(() => engine.Predict(songs[17])), StringComparison.Ordinal);
        Assert.Equal(3, engine.Predict(songs[18]).Score.Length);
    }

    [Fact]
    public void Weights_of_an_unknown_class_are_refused()
    {
        var options = new ForestOptions { ClassWeight = ClassWeight.Parse("polka: 2") };
        var pipeline = Song.Prepare(_context)
            .Append(_context.MulticlassClassification.Trainers.RandomForest(options: options));

        Assert.StartsWith(
            "class_weight names the class 'polka';",
            OneLine.ErrorOf(() => pipeline.Fit(Song.View(_context, 30, 1))),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_that_does_not_fit_the_forest_is_refused()
    {
        var songs = Song.View(_context, 30, 1);
        var prepared = Song.Prepare(_context).Fit(songs).Transform(songs);
        var keyed = _context.Data.LoadFromEnumerable(KeyedRow.Draw(30));
        var forest = Trainer.Fit(prepared);

        Assert.Equal(
            "There is no feature column 'Features'; name the one that the forest was fitted on.",
            OneLine.ErrorOf(() => forest.Transform(songs)));
        Assert.Equal(
            "The feature column 'Features' is of type Vector<Single, 2>; the forest needs Vector<Single, 3>.",
            OneLine.ErrorOf(() => forest.Transform(keyed)));
        Assert.Equal(
            "There is no label column 'Class'; name the one that the forest was fitted on.",
            OneLine.ErrorOf(() => _ = new RandomForestTransformer(forest.Model, prepared.Schema, "Class")));
        Assert.Equal(
            "The label column 'Genre' is of type String; the forest needs a key of 3 values.",
            OneLine.ErrorOf(() => _ = new RandomForestTransformer(forest.Model, prepared.Schema, "Genre")));
    }
}
