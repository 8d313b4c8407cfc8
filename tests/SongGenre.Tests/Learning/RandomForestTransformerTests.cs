using Microsoft.ML;
using Microsoft.ML.Data;
using SongGenre.Forest;
using SongGenre.Learning;
using SongGenre.Tests.Data;

namespace SongGenre.Tests.Learning;

public class RandomForestTransformerTests
{
    private static readonly ForestOptions Small = new() { Trees = 10 };

    private readonly MLContext _context = new(1);

    private RandomForestTrainer Trainer => _context.MulticlassClassification.Trainers.RandomForest(options: Small);

    [Fact]
    public void Saving_with_ML_NET_is_refused_with_the_way_that_works_and_a_word_on_the_file_that_ML_NET_began()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "model.zip");
        var songs = Song.View(_context, 60, 1);
        var model = Song.Prepare(_context).Append(Trainer).Fit(songs);

        foreach (var part in (ITransformer[])[model, model.LastTransformer])
        {
            var message = OneLine.ErrorOf(() => _context.Model.Save(part, songs.Schema, file));
            Assert.Contains("transformer.Model.Save(stream)", message, StringComparison.Ordinal);
            Assert.Contains("songgenre export --onnx", message, StringComparison.Ordinal);
            Assert.Contains("opened its file before it asked", message, StringComparison.Ordinal);
            Assert.True(File.Exists(file));
            Assert.ThrowsAny<Exception>(() => _context.Model.Load(file, out _));
        }
    }

    [Fact]
    public void A_pipeline_saved_in_two_parts_comes_back_and_predicts_the_same()
    {
        var songs = Song.View(_context, 200, 1);
        using var preparation = new MemoryStream();
        using var forest = new MemoryStream();
        var prepare = Song.Prepare(_context).Fit(songs);
        var fitted = Trainer.Fit(prepare.Transform(songs));
        _context.Model.Save(prepare, songs.Schema, preparation);
        fitted.Model.Save(forest);

        var context = new MLContext();
        forest.Position = 0;
        var loaded = context.Model.Load(preparation, out var schema);
        var prepared = loaded.GetOutputSchema(schema);
        var back = loaded.Append(new RandomForestTransformer(RandomForest.Load(forest), prepared));

        var expected = fitted.Transform(prepare.Transform(songs));
        var scored = back.Transform(songs);
        Assert.Equal(SchemaText.Of(expected.Schema), SchemaText.Of(scored.Schema));
        Assert.Equal(expected.GetColumn<float[]>("Score"), scored.GetColumn<float[]>("Score"));
        using var engine = context.Model.CreatePredictionEngine<Song, ScoredSong>(back);
        Assert.Equal(scored.GetColumn<float[]>("Score").First(), engine.Predict(Song.Draw(200, 1)[0]).Score);
    }

    [Fact]
    public void Importances_are_the_forests_by_slot_name()
    {
        var songs = Song.View(_context, 200, 1);
        var forest = Song.Prepare(_context).Append(Trainer).Fit(songs).LastTransformer;

        Assert.Equal(["Energy", "Tempo", "Noise"], forest.FeatureImportances.Select(feature => feature.Slot));
        Assert.Equal(forest.Model.Importances, forest.FeatureImportances.Select(feature => feature.Importance));
        var unnamed = Trainer.Fit(_context.Data.LoadFromEnumerable(KeyedRow.Draw(30)));
        Assert.Equal(["Slot 0", "Slot 1"], unnamed.FeatureImportances.Select(feature => feature.Slot));
    }

    [Fact]
    public void Slots_of_one_name_are_told_apart()
    {
        var twice = Song.Prepare(_context)
            .Append(_context.Transforms.Concatenate("Features", "Energy", "Tempo", "Energy"));
        var forest = twice.Append(Trainer).Fit(Song.View(_context, 60, 1)).LastTransformer;

        Assert.Equal(["Energy", "Tempo", "Energy (slot 2)"], forest.FeatureImportances.Select(feature => feature.Slot));
    }

    [Fact]
    public void A_row_is_read_once_however_many_columns_are_asked_for()
    {
        var data = _context.Data.LoadFromEnumerable(KeyedRow.Draw(30));
        var reads = 0;
        var counted = _context.Transforms.CustomMapping<KeyedRow, KeyedRow>((from, to) =>
        {
            reads++;
            to.Features = from.Features;
        }, null).Fit(data).Transform(data);

        var scored = Trainer.Fit(data).Transform(counted);
        using var cursor = scored.GetRowCursor([scored.Schema["Score"], scored.Schema["PredictedLabel"]]);
        var score = cursor.GetGetter<VBuffer<float>>(scored.Schema["Score"]);
        var label = cursor.GetGetter<uint>(scored.Schema["PredictedLabel"]);
        var (scores, key) = (default(VBuffer<float>), 0u);
        while (cursor.MoveNext())
        {
            score(ref scores);
            label(ref key);
            score(ref scores);
        }

        Assert.Equal(30, reads);
    }

    [Fact]
    public void Columns_that_nobody_asked_for_cannot_be_read()
    {
        var data = _context.Data.LoadFromEnumerable(KeyedRow.Draw(30));
        var scored = Trainer.Fit(data).Transform(data);

        using var cursor = scored.GetRowCursor([scored.Schema["Score"]]);
        Assert.False(cursor.IsColumnActive(scored.Schema["Features"]));
        Assert.Throws<InvalidOperationException>(() => cursor.GetGetter<VBuffer<float>>(scored.Schema["Features"]));
        Assert.Throws<InvalidOperationException>(() => cursor.GetGetter<uint>(scored.Schema["Score"]));
    }
}
