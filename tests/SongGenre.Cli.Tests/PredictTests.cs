using System.Globalization;
using System.Text.Json.Nodes;

namespace SongGenre.Cli.Tests;

public sealed class PredictTests(TrainedSample sample) : IDisposable
{
    private const int Rows = 1500;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Standard_output_is_a_table_with_a_row_for_every_song()
    {
        var lines = (await Predict("--data", sample.Songs)).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var header = lines[0].Split(',');
        Assert.Equal(["row", "genre", .. Data.SongData.Genres], header);
        Assert.Equal(Rows, lines.Length - 1);
        for (var row = 0; row < Rows; row++)
        {
            var fields = lines[row + 1].Split(',');
            Assert.Equal(row, int.Parse(fields[0], CultureInfo.InvariantCulture));
            var shares = fields[2..].Select(f => double.Parse(f, CultureInfo.InvariantCulture)).ToList();
            Assert.Equal(1, shares.Sum(), 1e-9);
            Assert.Equal(header[2 + shares.IndexOf(shares.Max())], fields[1]);
        }
    }

    [Fact]
    public async Task A_csv_and_json_lines_hold_the_same_predictions()
    {
        var run = await Predict("--data", sample.Songs, "--out", _folder["out.csv"]);
        Assert.Equal(("", $"wrote {Rows} predictions to {_folder["out.csv"]}\n"), (run.Output, run.Error));
        await Predict("--data", sample.SongsAsText, "--out", _folder["out.jsonl"]);

        var csv = File.ReadAllLines(_folder["out.csv"]);
        var objects = File.ReadLines(_folder["out.jsonl"]).Select(line => JsonNode.Parse(line)!.AsObject()).ToList();
        Assert.Equal((Rows + 1, Rows), (csv.Length, objects.Count));
        Assert.Equal(csv[0].Split(','), objects[0].Select(member => member.Key));
        Assert.All(Enumerable.Range(0, Rows), row =>
        {
            var fields = csv[row + 1].Split(',');
            Assert.Equal(fields[1], (string)objects[row]["genre"]!);
            Assert.Equal(double.Parse(fields[^1], CultureInfo.InvariantCulture), (double)objects[row].Last().Value!);
        });
    }

    [Fact]
    public async Task A_table_without_genres_will_do()
    {
        var lines = File.ReadAllLines(sample.SongsAsText).Take(4).ToList();
        var genre = lines[0].Split(',').ToList().IndexOf("genre");
        // No field before the genre is text that could hold a comma.
        var songs = _folder.Write("songs.csv", string.Join('\n', lines.Select(line =>
            string.Join(',', line.Split(',').Where((_, i) => i != genre)))));
        Assert.Equal(4, (await Predict("--data", songs)).Output.TrimEnd().Split('\n').Length);
    }

    [Fact]
    public async Task One_song_is_given_by_its_columns()
    {
        var run = await Predict("--set", "title=Drum & Bass 2020", "--set", "tempo=174");
        var lines = run.Output.TrimEnd().Split('\n');
        Assert.Equal(2, lines.Length);
        Assert.StartsWith("0,", lines[1], StringComparison.Ordinal);
    }

    private Task<CommandRun> Predict(params string[] args) =>
        CommandRun.Successful(["predict", "--model", sample.Model, .. args]);
}
