using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace SongGenre.Cli.Tests;

public sealed class TrainTests(TrainedSample sample) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Json_has_the_documented_members_in_the_documented_order()
    {
        var json = sample.Trained;
        Assert.Equal(
            [
                "rows", "metrics", "intervals", "expected_calibration_error", "seconds", "split", "contaminated_rows",
                "model", "data_sha256", "synthetic",
            ],
            Names(json));
        Assert.Equal(["train", "validation", "test"], Names(json["rows"]!));
        Assert.Equal(["validation", "test"], Names(json["metrics"]!));
        Assert.Equal(["load", "features", "fit", "predict"], Names(json["seconds"]!));
        string[] metrics =
        [
            "auc_ovo_macro", "auc_ovr_macro", "accuracy", "balanced_accuracy", "macro_f1", "log_loss", "top3_accuracy",
        ];
        Assert.Equal(metrics, Names(json["metrics"]!["test"]!).Take(metrics.Length));
        Assert.Equal(Names(json["metrics"]!["test"]!), Names(json["metrics"]!["validation"]!));
        Assert.All(json["intervals"]!.AsObject(), interval => Assert.InRange(
            (double)json["metrics"]!["test"]![interval.Key]!, (double)interval.Value![0]!, (double)interval.Value[1]!));
        Assert.InRange((double)json["expected_calibration_error"]!, 0, 1);
    }

    [Fact]
    public void Json_tells_what_was_trained_on_what()
    {
        var json = sample.Trained;
        Assert.Equal("track", (string)json["split"]!);
        Assert.Equal(0, (int)json["contaminated_rows"]!);
        Assert.Equal(sample.Model, (string)json["model"]!);
        Assert.True((bool)json["synthetic"]!);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(sample.Songs))),
            (string)json["data_sha256"]!);
        var (train, test) = ((int)json["rows"]!["train"]!, (int)json["rows"]!["test"]!);
        Assert.InRange(train + test, 1400, 1500);
        Assert.InRange((double)test / (train + test), 0.25, 0.35);
        Assert.All(json["seconds"]!.AsObject(), s => Assert.InRange((double)s.Value!, 0, 60));
        Assert.All(json["metrics"]!["test"]!.AsObject().Where(m => m.Key != "log_loss"), m =>
            Assert.InRange((double)m.Value!, 0, 1));
        // A forest that learned nothing has 0.5.
        Assert.InRange((double)json["metrics"]!["test"]!["auc_ovo_macro"]!, 0.6, 1);
    }

    [Fact]
    public async Task Json_goes_to_standard_output_and_everything_else_to_standard_error()
    {
        var run = await CommandRun.Successful(sample.Train("--json", "--model-out", _folder["model"]));
        Assert.Equal(run.Json.ToJsonString() + "\n", run.Output);
        Assert.Equal([$"SYNTHETIC SAMPLE: {sample.Songs}", $"saved the model in {_folder["model"]}"], run.ErrorLines);
    }

    [Fact]
    public async Task The_same_training_gives_the_same_metrics_and_the_same_bytes()
    {
        var again = (await CommandRun.Successful(sample.Train("--json", "--model-out", _folder["model"]))).Json;
        Assert.True(JsonNode.DeepEquals(sample.Trained["metrics"], again["metrics"]));
        Assert.True(JsonNode.DeepEquals(sample.Trained["rows"], again["rows"]));
        var files = Directory.GetFiles(sample.Model).Select(Path.GetFileName).Order(StringComparer.Ordinal).ToList();
        Assert.Equal(["experiment.yaml", "features.json", "model.json", "training-rows.bin", "trees.bin"], files);
        Assert.All(files, file => Assert.Equal(
            File.ReadAllBytes(Path.Combine(sample.Model, file!)),
            File.ReadAllBytes(Path.Combine(_folder["model"], file!))));
    }

    [Fact]
    public async Task Text_for_people_says_first_that_the_songs_were_generated()
    {
        var run = await CommandRun.Successful(sample.Train("--set", "split.validation_size=0"));
        Assert.StartsWith("SYNTHETIC SAMPLE\nsplit track: ", run.Output, StringComparison.Ordinal);
        Assert.Contains("auc_ovo_macro", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_validation_rows_the_validation_metrics_are_null()
    {
        var json = (await CommandRun.Successful(sample.Train("--set", "split.validation_size=0", "--json"))).Json;
        Assert.Equal(0, (int)json["rows"]!["validation"]!);
        Assert.True(json["metrics"]!.AsObject().ContainsKey("validation"));
        Assert.Null(json["metrics"]!["validation"]);
    }

    [Fact]
    public async Task The_split_is_the_one_that_the_option_names()
    {
        var json = (await CommandRun.Successful(sample.Train("--split", "random", "--json"))).Json;
        Assert.Equal("random", (string)json["split"]!);
    }

    [Fact]
    public async Task Two_files_train_and_test_and_rows_of_both_count_as_contaminated()
    {
        var lines = File.ReadAllLines(sample.SongsAsText);
        var training = lines.Where((_, i) => i % 3 != 0).ToList();
        // Five of the training rows come back among the test rows, in which some are repeated by chance.
        var testing = lines.Skip(1).Where((_, i) => i % 3 == 2).Concat(training.Take(5)).ToList();
        var train = _folder.Write("train.csv", string.Join('\n', training.Prepend(lines[0])));
        var test = _folder.Write("test.csv", string.Join('\n', testing.Prepend(lines[0])));

        var json = (await CommandRun.Successful(
            "train", "--train", train, "--test", test, "--set", "forest.n_estimators=10", "--json")).Json;

        Assert.Equal("files", (string)json["split"]!);
        Assert.Equal(testing.Distinct().Count(), (int)json["rows"]!["test"]!);
        Assert.Equal(testing.Distinct().Intersect(training).Count(), (int)json["contaminated_rows"]!);
        Assert.InRange((int)json["contaminated_rows"]!, 5, 50);
        Assert.Null(json["model"]);
    }

    private static List<string> Names(JsonNode json) => [.. json.AsObject().Select(member => member.Key)];
}
