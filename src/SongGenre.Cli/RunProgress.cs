using SongGenre.Notebooks.Runner;
using Spectre.Console;

namespace SongGenre.Cli;

/// <summary>Shows a run as it happens: one moving line per notebook on a terminal, plain lines elsewhere.</summary>
internal sealed class RunProgress(TextWriter output)
{
    private string _cell = "";
    private int _cells;
    private int _done;

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
                (_cells, _done) = (started.Cells, 0);
                showLive($"{started.Notebook} ({started.Index} of {started.Count})");
                break;
            case RunEvent.CellStarted cell:
                _cell = cell.Id;
                showLive($"{cell.Notebook}: cell {cell.Index} of {_cells} ({_cell})");
                break;
            case RunEvent.CellFinished cell:
                _done++;
                writeLine($"  {cell.Notebook}  {_done,2}/{_cells}  {cell.Result.Id,-16} {cell.Result.Seconds,7:0.00} s"
                    + (cell.Result.Status == RunStatus.Succeeded ? "" : "  " + ReportRecord.Word(cell.Result.Status)));
                break;
            case RunEvent.NotebookFinished finished:
                var (end, seconds) = (ReportRecord.Word(finished.Result.Status), finished.Result.Seconds);
                writeLine($"{finished.Notebook}: {end} in {seconds:0.0} s");
                break;
        }
    }
}
