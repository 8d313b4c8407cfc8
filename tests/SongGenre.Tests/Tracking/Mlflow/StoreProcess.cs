using System.Diagnostics;
using System.Runtime.CompilerServices;
using SongGenre.Tracking.Mlflow;

namespace SongGenre.Tests.Tracking.Mlflow;

/// <summary>A process of its own that logs runs: the test program itself, told so by a variable.</summary>
internal static class StoreProcess
{
    /// <summary>Metrics of each run.</summary>
    public const int Metrics = 1000;

    private const string FileVariable = "SONGGENRE_TESTS_STORE";
    private const string RunsVariable = "SONGGENRE_TESTS_STORE_RUNS";

    /// <summary>Starts one that logs runs and prints the id of each one that has ended.</summary>
    /// <param name="file">The store.</param>
    /// <param name="runs">How many runs; 0 for one that never ends, whose id is printed with its metrics.</param>
    public static Process Start(string file, int runs) =>
        OwnProcess.Start((FileVariable, file), (RunsVariable, FormattableString.Invariant($"{runs}")));

    /// <summary>A run that has just started.</summary>
    public static NewRun NewRun(ExperimentInfo experiment) => new()
    {
        ExperimentId = experiment.Id,
        User = "ada",
        Start = DateTimeOffset.UtcNow,
        Source = new(SourceType.Local, "songgenre train"),
    };

    /// <summary>A data set of three songs.</summary>
    public static DatasetInput Data(string name, string digest, string? context) => new(
        new()
        {
            Name = name,
            Digest = digest,
            SourceType = "local",
            Source = """{"uri": "songs.parquet"}""",
            Schema = """{"mlflow_colspec": [{"type": "double", "name": "tempo", "required": true}]}""",
            Profile = """{"num_rows": 3, "num_elements": 3}""",
        },
        context);

    [ModuleInitializer]
    internal static void RunIfAsked()
    {
        if (OwnProcess.Order(FileVariable) is not { } file) return;
        var runs = int.Parse(Environment.GetEnvironmentVariable(RunsVariable)!, null);
        using (var store = MlflowStore.Open(file))
        {
            var experiment = store.FindOrCreateExperiment("together");
            for (var run = 0; run < Math.Max(runs, 1); run++)
            {
                var id = store.StartRun(NewRun(experiment)).Id;
                store.LogBatch(id, parameters: new Dictionary<string, string> { ["forest.trees"] = "100" });
                for (var from = 0; from < Metrics; from += 250)
                {
                    store.LogBatch(id, [.. Enumerable.Range(from, 250).Select(step =>
                        new Metric("auc", step / 1000.0, DateTimeOffset.UtcNow, step))]);
                }

                if (runs > 0) store.UpdateRun(id, RunStatus.Finished, DateTimeOffset.UtcNow);
                Console.Out.WriteLine(id);
                Console.Out.Flush();
            }

            if (runs == 0) Thread.Sleep(Timeout.Infinite);
        }

        Environment.Exit(0);
    }
}
