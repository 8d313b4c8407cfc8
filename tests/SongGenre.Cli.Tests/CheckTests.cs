namespace SongGenre.Cli.Tests;

public sealed class CheckTests(TrainedSample sample) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_table_that_passes_exits_0_alone_and_with_itself_as_reference()
    {
        Assert.Equal(0, (await CommandRun.Of("check", "--data", sample.Songs)).ExitCode);
        var run = await CommandRun.Of("check", "--data", sample.Songs, "--reference", sample.SongsAsText);
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("pass  distribution tempo: ", run.Output, StringComparison.Ordinal);
        Assert.EndsWith(" checks passed, 0 failed\n", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_value_out_of_range_exits_1_and_names_the_row()
    {
        var run = await CommandRun.Of("check", "--data", Faster(rows: 1), "--json");
        Assert.Equal(1, run.ExitCode);
        Assert.Equal(run.Json.ToJsonString() + "\n", run.Output);
        Assert.Equal(["passed", "checks"], run.Json.Select(member => member.Key));
        Assert.False((bool)run.Json["passed"]!);
        var failed = Assert.Single(run.Json["checks"]!.AsArray(), check => !(bool)check!["passed"]!)!;
        Assert.Equal(
            ["name", "column", "passed", "offending_count", "offending_rows", "detail"],
            failed.AsObject().Select(member => member.Key));
        Assert.Equal(("range", "tempo", 1),
            ((string)failed["name"]!, (string)failed["column"]!, (int)failed["offending_count"]!));
        Assert.Equal([0L], failed["offending_rows"]!.AsArray().Select(row => (long)row!));
    }

    [Fact]
    public async Task An_unknown_genre_fails_its_check_and_people_see_how_many_rows_and_which()
    {
        var lines = File.ReadAllLines(sample.SongsAsText);
        var genre = Array.IndexOf(lines[0].Split(','), "genre");
        var cells = lines[1].Split(',');
        cells[genre] = "Polka";
        var file = Path.Combine(_folder.Path, "polka.csv");
        File.WriteAllLines(file, [lines[0], string.Join(',', cells), .. lines[2..]]);

        var run = await CommandRun.Of("check", "--data", file);
        Assert.Equal(1, run.ExitCode);
        var failed = Assert.Single(run.Output.Split('\n'), line => line.StartsWith("FAIL", StringComparison.Ordinal));
        Assert.StartsWith("FAIL  known values genre: expected one of Dark Trap", failed, StringComparison.Ordinal);
        Assert.EndsWith("; 1 row: 0", failed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_distribution_than_the_reference_exits_1()
    {
        var run = await CommandRun.Of("check", "--data", Faster(rows: 700), "--reference", sample.Songs);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("FAIL  distribution tempo: ", run.Output, StringComparison.Ordinal);
    }

    private string Faster(int rows)
    {
        var lines = File.ReadAllLines(sample.SongsAsText);
        var tempo = lines[0].Split(',').ToList().IndexOf("tempo");
        for (var row = 1; row <= rows; row++)
        {
            var fields = lines[row].Split(',');
            fields[tempo] = "251";
            lines[row] = string.Join(',', fields);
        }

        return _folder.Write("faster.csv", string.Join('\n', lines));
    }
}
