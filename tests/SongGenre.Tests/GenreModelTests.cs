using System.Security.Cryptography;
using System.Text.Json.Nodes;
using SongGenre.Data;
using SongGenre.Features;
using SongGenre.Forest;
using SongGenre.Tests.Features;
using SongGenre.Tests.Forest;

namespace SongGenre.Tests;

public sealed class GenreModelTests : IDisposable
{
    private static readonly int[] AllRows = [0, 1, 2, 3, 4, 5];

    private readonly string _root = Directory.CreateTempSubdirectory("genre-model").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void A_saved_model_loads_and_predicts_the_same()
    {
        var (model, songs) = Fit();
        var folder = Path.Combine(_root, "deep", "model");
        model.Save(folder + Path.DirectorySeparatorChar);
        var loaded = GenreModel.Load(folder);

        var cancel = TestContext.Current.CancellationToken;
        Assert.Equal(Trees.All(model.Predict(songs.Table, AllRows, cancel)), Trees.All(loaded.Predict(songs.Table, AllRows, cancel)));
        Assert.Equal(model.Genres, loaded.Genres);
        Assert.Equal(model.Experiment.ToYaml(), loaded.Experiment.ToYaml());
        Assert.Equal(model.Importances, loaded.Importances);
        Assert.Equal(model.OutOfBagAccuracy, loaded.OutOfBagAccuracy);
        Assert.NotNull(loaded.OutOfBagAccuracy);
        Assert.Equal(songs.Source.Sha256, loaded.DataSha256);
        string[] expected = ["experiment.yaml", "features.json", "model.json", "training-rows.bin", "trees.bin"];
        Assert.Equal(expected, Directory.GetFiles(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(["model"], Directory.GetFileSystemEntries(Path.Combine(_root, "deep")).Select(Path.GetFileName));
    }

    [Fact]
    public void A_loaded_model_knows_the_rows_that_it_was_trained_on()
    {
        var songs = SmallSongs.Create();
        GenreModel.Fit(songs, [0, 1, 4], new(), cancel: TestContext.Current.CancellationToken).Save(Path.Combine(_root, "m"));
        Assert.Equal(3, GenreModel.Load(Path.Combine(_root, "m")).TrainedOn(songs));
        Assert.Equal(3, GenreEvaluation.Run(GenreModel.Load(Path.Combine(_root, "m")), songs).ContaminatedRows);

        songs.Table.Columns["tempo"][4] = 61.25;
        Assert.Equal(2, GenreModel.Load(Path.Combine(_root, "m")).TrainedOn(songs));
    }

    [Fact]
    public void The_same_fit_saves_the_same_bytes()
    {
        foreach (var name in (string[])["a", "b"]) Fit().Model.Save(Path.Combine(_root, name));
        foreach (var file in Directory.GetFiles(Path.Combine(_root, "a")))
            Assert.Equal(File.ReadAllBytes(file), File.ReadAllBytes(Path.Combine(_root, "b", Path.GetFileName(file))));
    }

    [Fact]
    public void Importances_of_terms_are_summed_by_their_source()
    {
        var (model, _) = Fit();
        var terms = model.Importances.Where(i => i.Key.Source == FeaturePipeline.TitleAndSongName).ToList();
        Assert.True(terms.Count > 1);
        Assert.Equal(terms.Sum(t => t.Value), model.ImportancesBySource.Single(s => s.Key == FeaturePipeline.TitleAndSongName).Value, 1e-12);
        Assert.Equal(1, model.ImportancesBySource.Sum(s => s.Value), 1e-12);
        Assert.Equal(model.ImportancesBySource.OrderByDescending(s => s.Value), model.ImportancesBySource);
    }

    [Fact]
    public void The_baseline_is_refused_before_anything_is_written()
    {
        var (model, _) = Fit(new() { Forest = new() { Trainer = ForestOptions.FastForestOvaTrainer, Trees = 2 } });
        Assert.Equal(
            "The baseline fast-forest-ova is for comparison and can't be saved; train random-forest to keep a model.",
            Assert.Throws<SongGenreException>(() => model.Save(Path.Combine(_root, "m"))).Message);
        Assert.Empty(Directory.GetFileSystemEntries(_root));
    }

    [Fact]
    public void A_model_is_replaced_and_anything_else_is_left_alone()
    {
        var model = Fit().Model;
        var folder = Path.Combine(_root, "m");
        Directory.CreateDirectory(folder);
        model.Save(folder);
        model.Save(folder);
        Assert.Equal(["m"], Directory.GetFileSystemEntries(_root).Select(Path.GetFileName));

        File.WriteAllText(Path.Combine(folder, "thesis.txt"), "mine");
        var error = Assert.Throws<SongGenreException>(() => model.Save(folder));
        Assert.Equal($"{folder}: is a folder of something else (it holds thesis.txt); name another one for the model.", error.Message);
        Assert.Equal("mine", File.ReadAllText(Path.Combine(folder, "thesis.txt")));

        var file = Path.Combine(_root, "file");
        File.WriteAllText(file, "mine");
        Assert.Equal($"{file}: is a file; name a folder for the model.", Assert.Throws<SongGenreException>(() => model.Save(file)).Message);
        Assert.Contains("the model can't be written", Assert.Throws<SongGenreException>(() => model.Save(Path.Combine(file, "m"))).Message, StringComparison.Ordinal);
        Assert.Equal(["file", "m"], Directory.GetFileSystemEntries(_root).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("experiment.yaml")]
    [InlineData("features.json")]
    [InlineData("training-rows.bin")]
    [InlineData("trees.bin")]
    public void A_damaged_or_missing_file_is_refused_in_one_line(string name)
    {
        var folder = Saved();
        var file = Path.Combine(folder, name);
        var bytes = File.ReadAllBytes(file);
        bytes[^1] ^= 1;
        File.WriteAllBytes(file, bytes);
        Assert.Equal(
            $"{file}: is damaged (its checksum isn't the one in model.json); train the model again or restore the file.", Refusal(folder));
        File.WriteAllBytes(file, bytes[..(bytes.Length / 2)]);
        Refusal(folder);
        File.Delete(file);
        Assert.Equal($"{file}: is missing; train the model again or restore the file.", Refusal(folder));
    }

    [Theory]
    [InlineData("model.json", 1)]
    [InlineData("experiment.yaml", 1)]
    [InlineData("features.json", 16)]
    [InlineData("training-rows.bin", 256)]
    [InlineData("trees.bin", 1024)]
    public void A_file_of_hostile_size_is_refused_before_it_is_read(string name, int megabytes)
    {
        var folder = Saved();
        var file = Path.Combine(folder, name);
        using (var stream = new FileStream(file, FileMode.Open)) stream.SetLength(((long)megabytes << 20) + 1);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal($"{file}: is larger than {megabytes} MB, the most that can be read; use a smaller model.", Refusal(folder));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 16 << 20);
    }

    [Theory]
    [InlineData("format", "3", "is of format 3; this program reads formats up to 2: update it.")]
    [InlineData("format", "0", "it must be at least 1")]
    [InlineData("format", "\"one\"", "it must be an integer")]
    [InlineData("trainer", "\"magic\"", "it must be random-forest, the only trainer whose models can be saved")]
    [InlineData("trainer", "\"fast-forest-ova\"", "it must be random-forest, the only trainer whose models can be saved")]
    [InlineData("checksum", "\"00\"", "checksum can't be used: it isn't that of the other members")]
    [InlineData("genres", "[]", "its files don't belong together")]
    [InlineData("genres", "[\"a\",\"a\"]", "a genre is named twice")]
    [InlineData("genres", "7", "it must be a list")]
    [InlineData("sha256", "null", "it must be an object")]
    [InlineData("data_sha256", "5", "it must be a text")]
    [InlineData("out_of_bag_accuracy", "\"high\"", "it must be a finite number")]
    public void A_wrong_value_in_model_json_is_refused_in_one_line(string key, string value, string expected)
    {
        var folder = Saved();
        ModelFile.Change(folder, json => json[key] = JsonNode.Parse(value));
        Assert.Contains(expected, Refusal(folder), StringComparison.Ordinal);
        ModelFile.Change(folder, json => json.Remove(key));
        Refusal(folder);
    }

    [Theory]
    [InlineData("genres", "[\"b\",\"a\"]")]
    [InlineData("data_sha256", "\"00\"")]
    [InlineData("out_of_bag_accuracy", "1")]
    [InlineData("out_of_bag_accuracy", "null")]
    [InlineData("something", "\"new\"")]
    [InlineData("something", "\"\\ud800\"")]
    public void A_change_of_model_json_that_could_be_believed_is_noticed(string key, string value)
    {
        var folder = Saved();
        var file = Path.Combine(folder, "model.json");
        var json = JsonNode.Parse(File.ReadAllText(file))!.AsObject();
        json[key] = "here";
        File.WriteAllText(file, json.ToJsonString().Replace("\"here\"", value, StringComparison.Ordinal));
        Assert.Matches("isn't that of the other members|isn't valid JSON", Refusal(folder));
    }

    [Fact]
    public void The_checksum_of_model_json_is_the_SHA_256_of_its_other_members()
    {
        var json = JsonNode.Parse(File.ReadAllText(Path.Combine(Saved(), "model.json")))!.AsObject();
        var checksum = json["checksum"]!.GetValue<string>();
        Assert.Equal(checksum, ModelFile.Checksum(json));
    }

    [Fact]
    public void Songs_of_other_genres_are_not_scored()
    {
        var (model, songs) = Fit();
        var swapped = new CleanSongs(songs.Table, songs.Source, songs.Report, ["b", "a"], songs.Labels);
        Assert.Equal(
            "small: its genres (b, a) aren't the model's (a, b); train a model on these genres.",
            Assert.Throws<SongGenreException>(() => GenreEvaluation.Run(model, swapped)).Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("[1]")]
    [InlineData("{\"format\":1,\"format\":1}")]
    public void A_model_json_that_is_no_object_is_refused_in_one_line(string text)
    {
        var folder = Saved();
        File.WriteAllText(Path.Combine(folder, "model.json"), text);
        Refusal(folder);
    }

    [Fact]
    public void Features_that_were_tampered_with_are_refused_even_if_the_checksum_fits()
    {
        var folder = Saved();
        var file = Path.Combine(folder, "features.json");
        var features = JsonNode.Parse(File.ReadAllText(file))!;
        features["set"] = "audio";
        features.AsObject().Remove("text");
        File.WriteAllText(file, features.ToJsonString());
        ModelFile.Change(folder, json => json["sha256"]!["features.json"] = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file))));
        Assert.Contains("its files don't belong together", Refusal(folder), StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_without_a_model_is_refused()
    {
        Assert.Equal($"{_root}: holds no model.json, so it is no model; name a folder that 'train' wrote.", Refusal(_root));
        Refusal(Path.Combine(_root, "nowhere"));
    }

    [Fact]
    public void Rows_without_a_genre_are_not_trained_on()
    {
        var songs = SmallSongs.Create();
        songs.Labels[3] = -1;
        var error = Assert.Throws<SongGenreException>(
            () => GenreModel.Fit(songs, AllRows, new(), cancel: TestContext.Current.CancellationToken));
        Assert.Equal("small: training row 3 (of the cleaned table, from 0) has no genre; train on rows that have one.", error.Message);
    }

    [Fact]
    public void Class_weights_go_by_the_genres_names()
    {
        var experiment = new Experiment { Forest = new() { ClassWeight = ClassWeight.Parse("b: 1000"), MinSamplesSplit = 100, Trees = 50 } };
        var (model, songs) = Fit(experiment);
        var predicted = model.Predict(songs.Table, AllRows, TestContext.Current.CancellationToken);
        Assert.All(AllRows, row => Assert.True(predicted[row, 1] > 0.9));
        var unknown = experiment with { Forest = experiment.Forest with { ClassWeight = ClassWeight.Parse("polka: 2") } };
        Assert.Contains("'polka', which isn't known", Assert.Throws<SongGenreException>(() => Fit(unknown)).Message, StringComparison.Ordinal);
    }

    private static (GenreModel Model, CleanSongs Songs) Fit(Experiment? experiment = null)
    {
        var songs = SmallSongs.Create();
        return (GenreModel.Fit(songs, AllRows, experiment ?? new(), cancel: TestContext.Current.CancellationToken), songs);
    }

    private static string Refusal(string folder)
    {
        var message = Assert.Throws<SongGenreException>(() => GenreModel.Load(folder)).Message;
        Assert.DoesNotContain('\n', message);
        return message;
    }

    private string Saved()
    {
        var folder = Path.Combine(_root, "model");
        Fit().Model.Save(folder);
        return folder;
    }
}
