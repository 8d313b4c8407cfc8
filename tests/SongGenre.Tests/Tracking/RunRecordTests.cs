using System.Text.Json.Nodes;
using SongGenre.Data;
using SongGenre.Tracking;

namespace SongGenre.Tests.Tracking;

public sealed class RunRecordTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("run-record").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_record_says_what_ran_on_what_where_and_for_how_long()
    {
        var file = Path.Combine(_folder, "run.json");
        new RunRecord
        {
            Command = "report",
            Status = "succeeded",
            Notice = DataSource.SyntheticNotice,
            Started = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
            Seconds = 12.5,
            Data = new(DataOrigin.Sample, "sample.parquet", "ab", IsPublished: false, IsSynthetic: true),
            Parameters = new Dictionary<string, string> { ["forest.max_depth"] = "13" },
            Environment = RunEnvironment.Read(_folder),
            Steps = [new("01-eda.ipynb", "succeeded", 2.5, [new("setup", "succeeded", 1)])],
            Files = new Dictionary<string, string> { ["index.html"] = "cd" },
        }.Save(file);

        var record = JsonNode.Parse(File.ReadAllText(file))!;
        Assert.Equal("SYNTHETIC SAMPLE", (string?)record["notice"]);
        Assert.Equal("sample", (string?)record["data"]!["origin"]);
        Assert.Equal("ab", (string?)record["data"]!["sha256"]);
        Assert.Equal("13", (string?)record["parameters"]!["forest.max_depth"]);
        Assert.Equal("setup", (string?)record["steps"]![0]!["steps"]![0]!["name"]);
        Assert.Equal(Environment.MachineName, (string?)record["environment"]!["host"]);
        Assert.Equal("0.1.0", (string?)record["environment"]!["versions"]!["SongGenre"]);
        Assert.NotNull(record["environment"]!["versions"]!["DuckDB.NET.Data.Full"]);
        Assert.Null(record["environment"]!["commit"]);
        Assert.Equal(["run.json"], Directory.GetFiles(_folder).Select(Path.GetFileName));
    }
}
