using SongGenre.Notebooks.Runner;
using Spectre.Console;

namespace SongGenre.Cli;

/// <summary>Shows a run as it happens: on a terminal one moving line that names what runs, plain lines
/// elsewhere.</summary>
internal sealed class RunProgress(TextWriter output)
{
    // In the order they started, of which there are few.
    private readonly List<Running> _running = [];

    /// <summary>Runs <paramref name="run"/> and shows its events.</summary>
    public Task<RunReport> ShowAsync(NotebookRun run, CancellationToken cancel)
    {
        if (RecordedWriter.Screen(output) != Console.Out || Console.IsOutputRedirected || !AnsiConsole.Profile.Capabilities.Interactive)
        {
            return NotebookRunner.RunAsync(run, e => Show(e, _ => { }, output.WriteLine), cancel);
        }

        // A line that doesn't go through the console that draws the moving one would be drawn over.
        return AnsiConsole.Status().Spinner(Spinner.Known.Dots).StartAsync("starting", status =>
            NotebookRunner.RunAsync(
            run, e => Show(e, text => status.Status(Markup.Escape(text)), WriteBeside), cancel));

        void WriteBeside(string line)
        {
            AnsiConsole.WriteLine(line);
            RecordedWriter.Note(output, line);
        }
    }

    internal void Show(RunEvent happened, Action<string> showLive, Action<string> writeLine)
    {
        switch (happened)
        {
            case RunEvent.Warning warning:
                writeLine($"warning: {warning.Notebook}: {warning.Message}");
                break;
            case RunEvent.NotebookStarted started:
                _running.Add(new(started.Notebook, started.Cells)
                {
                    Now = $"{started.Notebook} ({started.Index} of {started.Count})",
                });
                showLive(Live());
                break;
            case RunEvent.CellStarted cell:
                var starting = Of(cell);
                starting.Now = $"{cell.Notebook}: cell {cell.Index} of {starting.Cells} ({cell.Id})";
                showLive(Live());
                break;
            case RunEvent.CellFinished cell:
                var done = ++Of(cell).Done;
                writeLine($"  {cell.Notebook}  {done,2}/{Of(cell).Cells}  "
                    + $"{cell.Result.Id,-16} {cell.Result.Seconds,7:0.00} s"
                    + (cell.Result.Status == RunStatus.Succeeded ? "" : "  " + ReportRecord.Word(cell.Result.Status)));
                break;
            case RunEvent.NotebookFinished finished:
                _running.RemoveAll(one => one.Notebook == finished.Notebook);
                var (end, seconds) = (ReportRecord.Word(finished.Result.Status), finished.Result.Seconds);
                writeLine($"{finished.Notebook}: {end} in {seconds:0.0} s");
                if (_running.Count > 0) showLive(Live());
                break;
        }
    }

    private string Live() => string.Join(" · ", _running.Select(one => one.Now));

    private Running Of(RunEvent happened) => _running.First(one => one.Notebook == happened.Notebook);

    private sealed class Running(string notebook, int cells)
    {
        public string Notebook { get; } = notebook;

        public int Cells { get; } = cells;

        public int Done { get; set; }

        public required string Now { get; set; }
    }
}
