namespace SongGenre.Cli.Tests;

public sealed class EvaluateTests(TrainedSample sample)
{
    [Fact]
    public async Task Rows_that_trained_the_model_are_counted()
    {
        var run = await CommandRun.Successful("evaluate", "--model", sample.Model, "--data", sample.Songs, "--json");
        var json = run.Json;
        var rows = sample.Trained["rows"]!;
        Assert.Equal((int)rows["train"]! + (int)rows["test"]!, (int)json["rows"]!);
        Assert.Equal((int)rows["train"]!, (int)json["contaminated_rows"]!);
        Assert.Equal((string)sample.Trained["data_sha256"]!, (string)json["data_sha256"]!);
        Assert.True((bool)json["synthetic"]!);
        Assert.Empty(json["missing_classes"]!.AsArray());
        Assert.Equal(
            sample.Trained["metrics"]!["test"]!.AsObject().Select(m => m.Key),
            json["metrics"]!.AsObject().Select(m => m.Key));
    }

    [Fact]
    public async Task Json_is_all_of_standard_output()
    {
        var run = await CommandRun.Successful("evaluate", "--model", sample.Model, "--data", sample.Songs, "--json");
        Assert.Equal((run.Json.ToJsonString() + "\n", ""), (run.Output, run.Error));
    }

    [Fact]
    public async Task Text_for_people_says_that_rows_were_trained_on()
    {
        var run = await CommandRun.Successful("evaluate", "--model", sample.Model, "--data", sample.Songs);
        Assert.StartsWith("SYNTHETIC SAMPLE\nCONTAMINATED: ", run.Output, StringComparison.Ordinal);
    }
}
