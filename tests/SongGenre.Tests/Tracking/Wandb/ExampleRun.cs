using SongGenre.Tests.Data;
using SongGenre.Tracking;
using SongGenre.Tracking.Wandb;

namespace SongGenre.Tests.Tracking.Wandb;

/// <summary>Runs to look at.</summary>
internal static class ExampleRun
{
    /// <summary>A PNG file's start that says 640 × 480.</summary>
    public static readonly byte[] Png =
    [
        0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A,
        0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52, 0, 0, 2, 0x80, 0, 0, 1, 0xE0,
    ];

    public static RunEnvironment Environment { get; } = new(
        "host", "Linux 6.1", "X64", 2, ".NET 10.0.0",
        new Dictionary<string, string> { ["ScottPlot"] = "5.1.59", ["SongGenre"] = "0.1.0" }, "abc123", true);

    public static WandbSource Source { get; } = new(
        "songgenre", ["train", "--seed", "1"], "https://me:secret@example.org/songs.git", "--- a\n+++ b\n");

    public static WandbRun Open(
        TemporaryFolder folder,
        WandbOptions? options = null,
        TimeProvider? clock = null,
        IReadOnlyDictionary<string, object?>? configuration = null) => WandbRun.Open(
            (options ?? new() { Entity = "team" }) with { Folder = folder.Path },
            Environment,
            Source,
            configuration,
            clock ?? TimeProvider.System);

    /// <summary>A finished run with a record of every kind.</summary>
    public static WandbRun Whole(TemporaryFolder folder, TestClock clock)
    {
        var options = new WandbOptions
        {
            Project = "songs",
            Entity = "team",
            Group = "group",
            JobType = "train",
            Name = "deep\u0007 name",
            Notes = "why",
            Tags = ["a", "b"],
            Id = "abcd1234",
        };
        var configuration = new Dictionary<string, object?>
        {
            ["forest"] = new Dictionary<string, object?> { ["max_depth"] = 13, ["class_weight"] = null },
            ["seed"] = 1,
        };
        using var run = Open(folder, options, clock, configuration);
        const WandbAggregates All = WandbAggregates.Min | WandbAggregates.Max | WandbAggregates.Mean
            | WandbAggregates.Best | WandbAggregates.Last;
        run.DefineMetric("auc", stepMetric: "trees", summary: All, goal: WandbGoal.Maximize);
        clock.Now += TimeSpan.FromSeconds(1.5);
        run.Log(new Dictionary<string, object?> { ["trees"] = 10, ["auc"] = 0.75 });
        run.Log(new Dictionary<string, object?> { ["trees"] = 20, ["auc"] = 0.5 }, step: 5);
        run.Log(new Dictionary<string, object?> { ["trees"] = 30, ["auc"] = 0.625, ["loss"] = double.NaN });
        run.Configure(new Dictionary<string, object?> { ["rows"] = 42 });
        run.LogArtifact(new("clean", "dataset")
        {
            Files = new Dictionary<string, string>
            {
                ["hello.txt"] = folder.Write("source.txt", "hello\n"),
                ["a/empty.txt"] = folder.Write("empty.txt", ""),
            },
            Description = "cleaned",
            Metadata = new Dictionary<string, object?> { ["rows"] = 42 },
            Aliases = ["latest", "best"],
        });
        run.UseArtifact(new("raw", "dataset")
        {
            Files = new Dictionary<string, string> { ["x"] = folder["source.txt"] },
        });
        run.Output("one\ntwo");
        run.Output("oh\n", isError: true);
        run.Summarize("accuracy", 0.5);
        clock.Now += TimeSpan.FromSeconds(2);
        run.Finish();
        return run;
    }
}
