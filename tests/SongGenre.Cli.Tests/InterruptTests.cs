using System.Diagnostics;

namespace SongGenre.Cli.Tests;

public sealed class InterruptTests(TrainedSample sample)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ctrl_C_in_an_endless_cell_leaves_valid_files_and_exits_130()
    {
        SkipUnlessLinux();
        using var folder = new NotebookFolder("Console.WriteLine(\"kept\");", "while (true) { }", "3");
        using var process = CommandRun.Start(
            RepositoryFolder.Root, "report", folder.Notebook, "--data", sample.Songs, "--out", folder.Out);
        while (await process.StandardOutput.ReadLineAsync(Cancel) is { } line
            && !line.Contains("1/3", StringComparison.Ordinal))
        {
        }

        await Interrupt(process);

        var error = await process.StandardError.ReadToEndAsync(Cancel);
        Assert.EndsWith("\nerror: interrupted; what was written so far stays\n", error, StringComparison.Ordinal);
        Assert.Equal(130, process.ExitCode);
        Assert.Single(folder.Executed.Cells[0].Outputs);
        Assert.True(File.Exists(Path.Combine(folder.Out, "own.html")));
        Assert.Contains("\"interrupted\"", await File.ReadAllTextAsync(Path.Combine(folder.Out, "run.json"), Cancel),
            StringComparison.Ordinal);
        Assert.DoesNotContain(Directory.EnumerateFiles(folder.Out), file =>
            file.EndsWith(".tmp", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Ctrl_C_in_a_training_leaves_no_model_and_exits_130()
    {
        SkipUnlessLinux();
        using var folder = new TemporaryFolder();
        using var process = CommandRun.Start(RepositoryFolder.Root, "train", "--data", sample.Songs,
            "--set", "forest.n_estimators=100000", "--model-out", folder["model"]);
        Assert.StartsWith("SYNTHETIC SAMPLE", await process.StandardError.ReadLineAsync(Cancel),
            StringComparison.Ordinal);

        await Interrupt(process);

        Assert.Matches(@"^(training: .+\n)*error: interrupted\n$", await process.StandardError.ReadToEndAsync(Cancel));
        Assert.Equal(130, process.ExitCode);
        Assert.Empty(folder.Listing());
    }

    private static void SkipUnlessLinux() =>
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Signals are sent by Linux's commands.");

    internal static async Task Interrupt(Process process)
    {
        // Long enough for what comes after the awaited line to have begun.
        await Task.Delay(500, Cancel);
        using var kill = Process.Start("kill", ["-INT", $"{process.Id}"]);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }
}
