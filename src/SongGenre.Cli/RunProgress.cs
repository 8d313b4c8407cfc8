using SongGenre.Notebooks.Runner;
using Spectre.Console;

namespace SongGenre.Cli;

/// <summary>Shows a run as it happens: one moving line per notebook on a terminal, plain lines elsewhere.</summary>
internal sealed class RunProgress(TextWriter output)
{
    private readonly Dictionary<string, (int Cells, int Done)> _notebooks = [];

    /// <summary>Runs <paramref name="run"/> and shows its events.</summary>
    public Task<RunReport> ShowAsync(NotebookRun run, CancellationToken cancel)
    {
        if (output != Console.Out || Console.IsOutputRedirected || !AnsiConsole.Profile.Capabilities.Interactive)
        {
            return NotebookRunner.RunAsync(run, e => Show(e, _ => { }, output.WriteLine), cancel);
        }

        // A line that doesn't go through the console that draws the moving one would be drawn over.
        return AnsiConsole.Status().Spinner(Spinner.Known.Dots).StartAsync("starting", status =>
            NotebookRunner.RunAsync(
            run, e => Show(e, text => status.Status(Markup.Escape(text)), AnsiConsole.WriteLine), cancel));
    }

    private void Show(RunEvent happened, Action<string> showLive, Action<string> writeLine)
    {
        switch (happened)
        {
            case RunEvent.NotebookStarted started:
                _notebooks[started.Notebook] = (started.Cells, 0);
                showLive($"{started.Notebook} ({started.Index} of {started.Count})");
                break;
            case RunEvent.CellStarted cell:
                showLive($"{cell.Notebook}: cell {cell.Index} of {_notebooks[cell.Notebook].Cells} ({cell.Id})");
                break;
            case RunEvent.CellFinished cell:
                var (cells, done) = _notebooks[cell.Notebook];
                _notebooks[cell.Notebook] = (cells, ++done);
                writeLine($"  {cell.Notebook}  {done,2}/{cells}  {cell.Result.Id,-16} {cell.Result.Seconds,7:0.00} s"
                    + (cell.Result.Status == RunStatus.Succeeded ? "" : "  " + ReportRecord.Word(cell.Result.Status)));
                break;
            case RunEvent.NotebookFinished finished:
                var (end, seconds) = (ReportRecord.Word(finished.Result.Status), finished.Result.Seconds);
                writeLine($"{finished.Notebook}: {end} in {seconds:0.0} s");
                break;
        }
    }
}
