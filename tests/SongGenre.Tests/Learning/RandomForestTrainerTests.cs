using Microsoft.ML;
using Microsoft.ML.Data;
using SongGenre.Forest;

namespace SongGenre.Tests.Learning;

public class RandomForestTrainerTests
{
    private static readonly ForestOptions Small = new() { Trees = 20, MinSamplesLeaf = 3 };

    private readonly MLContext _context = new(1);

    private MulticlassClassificationCatalog.MulticlassClassificationTrainers Trainers =>
        _context.MulticlassClassification.Trainers;

    [Theory]
    [InlineData("numbers")]
    [InlineData("words")]
    [InlineData("text")]
    public void Scores_are_those_of_the_forest_fitted_on_the_same_numbers_bit_for_bit(string features)
    {
        var data = Prepared(400, features);
        Assert.Equal(features == "numbers", data.GetColumn<VBuffer<float>>("Features").All(vector => vector.IsDense));
        var rows = data.GetColumn<float[]>("Features").ToList();
        var x = new ColumnMatrix(400,
        [
            .. rows[0].Select((_, slot) => Column.Dense([.. rows.Select(row => (double)row[slot])])),
        ]);
        int[] labels = [.. data.GetColumn<uint>("Label").Select(key => (int)key - 1)];
        var cancel = TestContext.Current.CancellationToken;
        var expected = RandomForest.Fit(x, labels, 3, Small, cancel: cancel).Predict(x, cancel);

        var scored = Scored(Trainers.RandomForest(options: Small).Fit(data).Transform(data));

        for (var row = 0; row < 400; row++)
        {
            Assert.Equal(expected.Row(row).ToArray().Select(p => (float)p), scored[row].Score);
            Assert.Equal((uint)scored[row].Score.IndexOf(scored[row].Score.Max()) + 1, scored[row].PredictedLabel);
        }
    }

    [Theory]
    [InlineData("text")]
    [InlineData("number")]
    [InlineData("none")]
    public void Columns_are_those_of_ML_NETs_own_multiclass_trainers(string keyValues)
    {
        var data = keyValues switch
        {
            "text" => Prepared(60),
            "number" => _context.Transforms.Conversion.MapValueToKey("Label", nameof(Song.Tempo))
                .Fit(Prepared(60)).Transform(Prepared(60)),
            _ => _context.Data.LoadFromEnumerable(KeyedRow.Draw(60)),
        };
        var ours = Trainers.RandomForest(options: Small with { Trees = 1 });
        var theirs = Trainers.LbfgsMaximumEntropy();

        var first = theirs.Fit(data).Transform(data);
        Assert.Equal(SchemaText.Of(first.Schema), SchemaText.Of(ours.Fit(data).Transform(data).Schema));
        // Behind another trainer's columns of the same names, those are hidden and the new ones count as another set.
        Assert.Equal(
            SchemaText.Of(theirs.Fit(first).Transform(first).Schema).Order(),
            SchemaText.Of(ours.Fit(first).Transform(first).Schema).Order());
    }

    [Fact]
    public void Rows_without_a_label_are_left_out()
    {
        var rows = KeyedRow.Draw(90);
        var unlabelled = rows.Select((row, i) => new KeyedRow
        {
            Label = i % 5 == 0 ? KeyedRow.Missing : row.Label,
            Features = row.Features,
        }).ToArray();
        var labelled = unlabelled.Where(row => row.Label != KeyedRow.Missing).ToArray();

        var trainer = Trainers.RandomForest(options: Small);
        Assert.Equal(
            Bytes(trainer.Fit(_context.Data.LoadFromEnumerable(labelled)).Model),
            Bytes(trainer.Fit(_context.Data.LoadFromEnumerable(unlabelled)).Model));
    }

    [Fact]
    public void Class_weights_name_label_values_or_else_count_keys_from_0()
    {
        byte[] Fit(string weights)
        {
            var options = Small with { ClassWeight = ClassWeight.Parse(weights) };
            return Bytes(Trainers.RandomForest(options: options).Fit(Prepared(90)).Model);
        }

        // Keys are in the order of appearance: trap, emo, dnb.
        Assert.Equal(Fit("0: 1, 2: 5"), Fit("dnb: 5"));
        Assert.NotEqual(Fit("none"), Fit("dnb: 5"));
    }

    [Fact]
    public void The_options_seed_decides_and_the_contexts_does_not()
    {
        byte[] Fit(int? context, int seed) => Bytes(new MLContext(context).MulticlassClassification.Trainers
            .RandomForest(options: Small with { RandomState = seed }).Fit(Prepared(90)).Model);

        Assert.Equal(Fit(1, 5), Fit(2, 5));
        Assert.Equal(Fit(1, 5), Fit(null, 5));
        Assert.NotEqual(Fit(1, 5), Fit(1, 6));
    }

    [Fact]
    public void Sparse_columns_come_to_the_forest_sparse()
    {
        var rows = Enumerable.Range(0, 1000)
            .Select(i => new KeyedRow { Label = (uint)(i % 3), Features = [i % 100 == 0 ? 2 : 0, i % 2] });
        var data = _context.Data.LoadFromEnumerable(rows);

        var (x, _) = SongGenre.Learning.TrainingRows.Read(data, data.Schema["Label"], data.Schema["Features"]);

        Assert.Equal([.. Enumerable.Range(0, 10).Select(i => i * 100)], x.Columns[0].Indices!);
        Assert.False(x.Columns[1].IsSparse);
        Assert.Equal(Enumerable.Range(0, 1000).Select(i => (double)(i % 2)), x.Columns[1].Values);
    }

    private IDataView Prepared(int rows, string features = "numbers")
    {
        var songs = Song.View(_context, rows, 1);
        return Song.Prepare(_context, features).Fit(songs).Transform(songs);
    }

    private List<ScoredSong> Scored(IDataView data) =>
        [.. _context.Data.CreateEnumerable<ScoredSong>(data, reuseRowObject: false, ignoreMissingColumns: true)];

    private static byte[] Bytes(RandomForest forest)
    {
        using var stream = new MemoryStream();
        forest.Save(stream);
        return stream.ToArray();
    }
}
