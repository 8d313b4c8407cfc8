using System.Diagnostics;
using System.Runtime.CompilerServices;
using SongGenre.Tracking;

namespace SongGenre.Tests.Tracking.Runs;

/// <summary>A process of its own whose runs go on record: the test program itself, told so by a variable.</summary>
internal static class RunProcess
{
    /// <summary>Metrics of each run.</summary>
    public const int Steps = 300;

    /// <summary>One run after the other, each one's id printed once it has ended.</summary>
    public const string Endless = "endless";

    /// <summary>One run that doesn't end, whose id is printed.</summary>
    public const string Waiting = "waiting";

    private const string FolderVariable = "SONGGENRE_TESTS_RECORD";
    private const string KindVariable = "SONGGENRE_TESTS_RECORD_KIND";

    public static Process Start(string folder, string kind) =>
        OwnProcess.Start((FolderVariable, folder), (KindVariable, kind));

    [ModuleInitializer]
    internal static void RunIfAsked()
    {
        if (OwnProcess.Order(FolderVariable) is not { } folder) return;
        var isWaiting = Environment.GetEnvironmentVariable(KindVariable) == Waiting;
        var options = new TrackingOptions
        {
            Store = "sqlite:///" + Path.Combine(folder, "mlflow.db"),
            Wandb = isWaiting ? new() { Folder = folder } : null,
        };
        do
        {
            using var run = TrackedRun.Start("train", options: options, say: Console.Error.WriteLine);
            for (var step = 1; step <= Steps; step++) run.Metric("auc", step / 1000.0, step);
            run.Text("note.txt", "a note");
            if (!isWaiting) run.Finish();
            Console.Out.WriteLine(run.Id);
            Console.Out.Flush();
            if (isWaiting) Thread.Sleep(Timeout.Infinite);
        }
        while (true);
    }
}
