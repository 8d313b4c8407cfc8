using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Data.Analysis;
using SongGenre.Data;
using SongGenre.Features;
using SongGenre.Forest;
using SongGenre.Onnx;
using SongGenre.Tests.Data;
using SmallSongs = SongGenre.Tests.Features.SmallSongs;

namespace SongGenre.Tests.Onnx;

public sealed class OnnxFileTests : IDisposable
{
    private static readonly int[] s_all = [0, 1, 2, 3, 4, 5];

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Variations =>
    [
        "features.set=audio", "features.set=audio+song_name", "features.scale=true", "tfidf.max_features=null",
        "tfidf.ngram_range=[1,3] tfidf.max_features=400",
        "tfidf.binary=false tfidf.sublinear_tf=true tfidf.max_features=100",
        "forest.max_depth=1 forest.n_estimators=3", "forest.max_leaf_nodes=9 features.scale=true features.set=audio",
        "tfidf.lowercase=false tfidf.max_features=200",
        "tfidf.analyzer=char tfidf.ngram_range=[2,3] tfidf.max_features=200",
        "tfidf.analyzer=char_wb tfidf.ngram_range=[1,4] tfidf.max_features=300 tfidf.binary=false",
        "features.add_indicator=true features.derived=true features.set=audio",
        "features.add_indicator=true features.set=audio+song_name",
        "features.audio_genres=true features.scale=true features.set=audio", "features.text=genres tfidf.max_features=null",
        "features.text=genres tfidf.analyzer=char tfidf.ngram_range=[1,2] tfidf.max_features=500",
        "calibration.method=temperature forest.oob_score=true forest.n_estimators=30",
        "calibration.method=dirichlet forest.oob_score=true forest.n_estimators=30",
    ];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void All_real_songs_get_the_same_genres_and_probabilities_by_the_published_model()
    {
        var songs = RealData.CleanSongs;
        var train = Split.Create(songs, new() { Kind = "published" }).Train;
        AssertSame(Fit(songs, [.. train], new() { Forest = new() { OobScore = false } }), songs, songs.Count);
    }

    [Theory]
    [MemberData(nameof(Variations))]
    public void Real_songs_get_the_same_by_models_of_every_kind(string changes)
    {
        var songs = RealData.CleanSongs;
        var file = _folder.Write(
            "experiment.yaml", "forest:\n  n_estimators: 10\n  max_depth: null\n  oob_score: false\n");
        var experiment = Experiment.Load(file, changes.Split(' '));
        AssertSame(Fit(songs, [.. Enumerable.Range(0, 1200).Select(i => i * 34)], experiment), songs, 1500);
    }

    [Fact]
    public void Real_songs_get_the_same_by_the_best_experiment()
    {
        var songs = RealData.CleanSongs;
        var model = Fit(songs, [.. Enumerable.Range(0, 1200).Select(i => i * 34)], Best("forest.n_estimators=25"));
        AssertSame(model, songs, 8000);
    }

    [Fact]
    public void Missing_values_and_unknown_categories_are_filled_as_before_by_the_best_experiment()
    {
        var songs = RealData.CleanSongs;
        var model = Fit(songs, [.. Enumerable.Range(0, 600).Select(i => i * 69)], Best("forest.n_estimators=10"));
        var table = songs.Table.Head(40);
        string[] columns = [.. FeaturePipeline.Numerical, .. FeaturePipeline.Categorical, "mode"];
        for (var row = 0; row < columns.Length; row++) table.Columns[columns[row]][row] = null;
        foreach (var text in (string[])["title", "song_name", "text_feature"]) table.Columns[text][19] = null;
        table.Columns["key"][20] = 99L;
        table.Columns["key"][21] = -1L;
        table.Columns["tempo"][22] = 0.0;
        table.Columns["tempo"][23] = 180.0;
        table.Columns["tempo"][24] = 45.0;
        table.Columns["instrumentalness"][25] = 0.0;
        table.Columns["acousticness"][26] = -1.0;
        table.Columns["duration_ms"][27] = 0L;
        AssertSame(model, table, 40);
    }

    [Fact]
    public void A_genre_that_a_regression_has_not_seen_keeps_its_column()
    {
        var songs = RealData.CleanSongs;
        int[] rows = [.. Enumerable.Range(0, songs.Count).Where(row => songs.Labels[row] is 1 or 4 or 9).Take(900)];
        AssertSame(Fit(songs, rows, Best("forest.n_estimators=10", "calibration.method=none")), songs, 1000);
    }

    [Fact]
    public void Missing_values_and_unknown_categories_are_filled_as_before()
    {
        foreach (var scale in (bool[])[false, true])
        {
            var songs = SmallSongs.Create();
            var model = Fit(songs, s_all, new() { Features = new() { Scale = scale } });
            AssertSame(model, songs, songs.Count);
            songs.Table.Columns["key"][0] = 99L;
            songs.Table.Columns["key"][1] = null;
            songs.Table.Columns["time_signature"][2] = -4L;
            songs.Table.Columns["tempo"][3] = null;
            songs.Table.Columns["danceability"][4] = -0.0;
            foreach (var text in (string[])["title", "song_name", "text_feature"]) songs.Table.Columns[text][5] = null;
            AssertSame(model, songs, songs.Count);
        }
    }

    [Fact]
    public void The_inputs_are_the_columns_and_the_outputs_say_whose_the_probabilities_are()
    {
        var model = Small();
        using var run = new OnnxRun(model);
        string[] texts = ["song_name", "title"];
        Assert.Equal(
            FeaturePipeline.Numerical.Concat(FeaturePipeline.Categorical).Concat(texts).Order(StringComparer.Ordinal),
            run.Session.InputNames.Order(StringComparer.Ordinal));
        foreach (var (name, type) in run.Session.InputMetadata)
        {
            Assert.Equal(texts.Contains(name) ? typeof(string) : typeof(double), type.ElementType);
            Assert.Equal([-1, 1], type.Dimensions);
        }

        Assert.Equal(["label", "probabilities"], run.Session.OutputNames);
        Assert.Equal([-1], run.Session.OutputMetadata["label"].Dimensions);
        Assert.Equal([-1, 2], run.Session.OutputMetadata["probabilities"].Dimensions);
        var metadata = run.Session.ModelMetadata.CustomMetadataMap;
        Assert.Equal(model.Genres, JsonSerializer.Deserialize<string[]>(metadata["genres"]));
        Assert.Equal("SongGenre", run.Session.ModelMetadata.ProducerName);
    }

    [Theory]
    [InlineData(FeatureOptions.Audio, "=20 ai.onnx.ml=4")]
    [InlineData(FeatureOptions.All, "=20 ai.onnx.ml=4 com.microsoft=1")]
    public void Operators_are_the_standards_but_for_the_one_that_finds_words(string set, string domains)
    {
        var bytes = OnnxRun.Export(Small(new() { Features = new() { Set = set } }));
        Assert.Equal(9, ProtoFields.Integer(bytes, 1));
        var imports = ProtoFields.Of(bytes, 8)
            .Select(import => $"{ProtoFields.Text(import, 1)}={ProtoFields.Integer(import, 2)}");
        Assert.Equal(domains, string.Join(' ', imports));
        var nodes = Nodes(Assert.Single(ProtoFields.Of(bytes, 7))).ToList();
        Assert.Contains(("ai.onnx.ml", "TreeEnsembleClassifier"), nodes);
        string[] own =
            [.. nodes.Where(node => node.Domain == "com.microsoft").Select(node => node.Operator).Distinct()];
        Assert.Equal(set == FeatureOptions.Audio ? [] : ["Tokenizer"], own);
        Assert.All(nodes, node => Assert.Contains(node.Domain, (string[])["", "ai.onnx.ml", "com.microsoft"]));
    }

    [Fact]
    public void The_same_model_gives_the_same_bytes_and_replaces_an_older_file()
    {
        var file = _folder["model.onnx"];
        File.WriteAllText(file, "older");
        OnnxFile.Write(Small(), file);
        Assert.Equal(File.ReadAllBytes(file), OnnxRun.Export(Small()));
        Assert.Equal([file], Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void What_cannot_be_exported_is_refused_in_one_line_and_leaves_nothing()
    {
        var baseline = Small(new() { Forest = new() { Trainer = ForestOptions.FastForestOvaTrainer, Trees = 2 } });
        Assert.Equal(
            "fast-forest-ova can't be exported to ONNX; train random-forest.",
            Assert.Throws<SongGenreException>(() => OnnxFile.Write(baseline, _folder["a.onnx"])).Message);

        Directory.CreateDirectory(_folder["b.onnx"]);
        Assert.StartsWith(
            $"{_folder["b.onnx"]}: can't be written: ",
            Assert.Throws<SongGenreException>(() => OnnxFile.Write(Small(), _folder["b.onnx"])).Message,
            StringComparison.Ordinal);

        var large = new OnnxGraph("large");
        large.Constant(OnnxTensor.Of(Enumerable.Repeat(1.0, int.MaxValue), 300_000_000));
        Assert.Equal(
            $"{_folder["c.onnx"]}: the model needs 2.4 GB, but an ONNX file holds 2 GB; use fewer or smaller trees.",
            Assert.Throws<SongGenreException>(() => OnnxFile.Write(large, [], _folder["c.onnx"])).Message);
        Assert.Equal([_folder["b.onnx"]], Directory.GetFileSystemEntries(_folder.Path));
    }

    [Theory]
    [InlineData("set", "features.set: lyrics")]
    [InlineData("lyrics", "features.lyrics")]
    [InlineData("numerical.tempo.octaves", "features.numerical.tempo.octaves")]
    [InlineData("numerical.loudness_missing", "features.numerical.loudness_missing")]
    [InlineData("categorical.mode", "features.categorical.mode")]
    [InlineData("categorical.key.rare", "features.categorical.key.rare")]
    [InlineData("text.analyzer", "tfidf.analyzer: lyrics")]
    [InlineData("text.stop_words", "tfidf.stop_words")]
    [InlineData("stacked.text.terms.analyzer", "tfidf.analyzer: lyrics")]
    [InlineData("stacked.text.hidden", "features.stacked.text.hidden")]
    [InlineData("stacked.audio.regression.bias", "features.stacked.audio.regression.bias")]
    public void An_option_that_the_graph_does_not_know_is_refused_by_its_name(string path, string named)
    {
        var json = Small().Features.ToJson();
        json["stacked"] = JsonNode.Parse("""{ "text": { "terms": {} }, "audio": { "regression": {} } }""");
        var parts = path.Split('.');
        parts[..^1].Aggregate(json, (node, part) => node[part]!)[parts[^1]] = "lyrics";
        Assert.Equal(
            $"The model's option {named} can't be exported to ONNX; train a model without it.",
            Assert.Throws<SongGenreException>(() => ExportableOptions.Require(new(), json)).Message);
        ExportableOptions.Require(new(), Small().Features.ToJson());
    }

    private static GenreModel Small(Experiment? experiment = null) =>
        Fit(SmallSongs.Create(), s_all, experiment ?? new());

    private static GenreModel Fit(CleanSongs songs, int[] rows, Experiment experiment) =>
        GenreModel.Fit(songs, rows, experiment, cancel: TestContext.Current.CancellationToken);

    private static IEnumerable<(string Domain, string Operator)> Nodes(byte[] graph) =>
        ProtoFields.Of(graph, 1).SelectMany(node =>
            ProtoFields.Of(node, 5).SelectMany(attribute => ProtoFields.Of(attribute, 6)).SelectMany(Nodes)
                .Prepend((ProtoFields.Text(node, 7), ProtoFields.Text(node, 4))));

    private static Experiment Best(params string[] changes)
    {
        // Tests run below the repository.
        var root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "SongGenre.sln"))) root = Path.GetDirectoryName(root)!;
        return Experiment.Load(Path.Combine(root, "notebooks", "experiment.best.yaml"), changes);
    }

    private static void AssertSame(GenreModel model, CleanSongs songs, int count) =>
        AssertSame(model, songs.Table, count);

    private static void AssertSame(GenreModel model, DataFrame table, int count)
    {
        int[] rows = [.. Enumerable.Range(0, count).Select(i => (int)(i * table.Rows.Count / count))];
        var expected = model.Predict(table, rows, TestContext.Current.CancellationToken);
        using var run = new OnnxRun(model);
        var (labels, probabilities) = run.Score(table, rows);
        Assert.Equal(Enumerable.Range(0, count).Select(i => model.Genres[expected.Predicted(i)]), labels);
        Assert.Equal(count * model.Genres.Count, probabilities.Length);
        for (var i = 0; i < probabilities.Length; i++)
        {
            var (row, genre) = Math.DivRem(i, model.Genres.Count);
            if (!(Math.Abs(expected[row, genre] - probabilities[i]) <= 1e-6))
                Assert.Fail($"Row {rows[row]}, genre {genre}: {probabilities[i]} is not {expected[row, genre]}.");
        }
    }
}
