using System.Diagnostics;
using System.Globalization;
using SongGenre.Notebooks.Documents;
using SongGenre.Notebooks.Kernel;
using SongGenre.Notebooks.Runner;

namespace SongGenre.Benchmarks;

/// <summary>
/// What a notebook costs: start, first cell, warm cell, many cells, much output, memory. Whole processes are measured,
/// so that nothing is warm that wouldn't be warm for a user.
/// <c>dotnet run --project tests/SongGenre.Benchmarks -- notebooks [start] [cells] [output]</c>, all without a name.
/// </summary>
internal static class NotebookFigures
{
    private const int Starts = 7;

    public static async Task RunAsync(IReadOnlyCollection<string> parts)
    {
        Console.WriteLine("| figure | goal | best | median |");
        Console.WriteLine("| --- | --- | --- | --- |");
        if (Wanted("start")) await StartAsync();
        if (Wanted("cells")) await CellsAsync();
        if (Wanted("output")) await OutputAsync();

        bool Wanted(string part) => parts.Count == 0 || parts.Contains(part);
    }

    private static async Task StartAsync()
    {
        List<double> ready = [], first = [], idle = [], memory = [], warm = [];
        for (var i = 0; i < Starts; i++)
        {
            var start = Stopwatch.GetTimestamp();
            await using (var kernel = await KernelProcess.StartAsync(Path.GetTempPath(), Run, CancellationToken.None, CancellationToken.None))
            {
                ready.Add(Milliseconds(start));
                await TextAsync(kernel, "1+1");
                first.Add(Milliseconds(start));
                var id = await TextAsync(kernel, "Console.Write(Environment.ProcessId)");
                using var process = Process.GetProcessById(int.Parse(id, CultureInfo.InvariantCulture));
                memory.Add(process.WorkingSet64 / 1e6);
                for (var cell = 0; cell < 120; cell++)
                {
                    var before = Stopwatch.GetTimestamp();
                    await TextAsync(kernel, "1+1");
                    if (cell >= 20) warm.Add(Milliseconds(before));
                }
            }

            await using (var kernel = await KernelProcess.StartAsync(Path.GetTempPath(), Run, CancellationToken.None, CancellationToken.None))
            {
                // As in an editor: the kernel starts when the file is opened, the first cell comes later.
                await Task.Delay(TimeSpan.FromSeconds(3));
                var before = Stopwatch.GetTimestamp();
                await TextAsync(kernel, "1+1");
                idle.Add(Milliseconds(before));
            }
        }

        Print("process ready", "1000 ms", ready);
        Print("first cell, from the process's start", "1500 ms", first);
        Print("first cell of a kernel that waited", "", idle);
        Print("warm trivial cell", "30 ms", warm);
        Print("memory after the first cell (MB)", "150", memory);
    }

    private static async Task CellsAsync()
    {
        List<double> few = [], many = [], late = [];
        for (var i = 0; i < 3; i++)
        {
            few.AddRange(PerCell(await TimesAsync(100)));
            var times = await TimesAsync(1000);
            many.AddRange(PerCell(times));
            late.Add(PerCell(times[900..])[0] / PerCell(times[100..200])[0]);
        }

        Print("per cell of 100", "", few);
        Print("per cell of 1,000", "", many);
        Print("1,000 to 100", "1.3", [.. few.Zip(many, (a, b) => b / a)]);
        Print("cells 901–1,000 to cells 101–200", "", late);
    }

    // The first cell's time belongs to the start.
    private static double[] PerCell(List<double> times) => [times.Skip(1).Average()];

    private static async Task<List<double>> TimesAsync(int cells)
    {
        var notebook = Enumerable.Range(1, cells).Select(i => (i % 5) switch
        {
            0 => $"Func<int, int> f{i} = x => x + x{i - 4};\nf{i}(1)",
            1 => $"var x{i} = {i};",
            2 => $"Console.WriteLine(x{i - 1});",
            3 => $"record R{i}(int A);\nvar r{i} = new R{i}(x1);",
            _ => "1+1",
        });
        var last = Stopwatch.GetTimestamp();
        List<double> times = [];
        await RunAsync(notebook, e =>
        {
            if (e is RunEvent.CellStarted { Number: 1 }) last = Stopwatch.GetTimestamp();
            if (e is not RunEvent.CellFinished) return;
            times.Add(Milliseconds(last));
            last = Stopwatch.GetTimestamp();
        });
        return times;
    }

    private static async Task OutputAsync()
    {
        List<double> lines = [], displays = [];
        for (var i = 0; i < 3; i++)
        {
            lines.Add(await SecondsOfLastCellAsync(
                ["1+1", "for (var i = 0; i < 1_000_000; i++) Console.WriteLine(\"123456789\");"]));
            displays.Add(await SecondsOfLastCellAsync(
                ["1+1", "for (var i = 0; i < 10; i++) display(HTML(new string('x', 1_000_000)));"]));
        }

        Print("10 MB in a million lines (s)", "2", lines);
        Print("10 MB in ten displays (s)", "2", displays);
    }

    private static async Task<double> SecondsOfLastCellAsync(IEnumerable<string> sources)
    {
        var start = Stopwatch.GetTimestamp();
        var seconds = 0.0;
        await RunAsync(sources, e =>
        {
            if (e is RunEvent.CellStarted) start = Stopwatch.GetTimestamp();
            if (e is RunEvent.CellFinished) seconds = Milliseconds(start) / 1000;
        });
        return seconds;
    }

    private static async Task RunAsync(IEnumerable<string> sources, Action<RunEvent> report)
    {
        var folder = Directory.CreateTempSubdirectory("songgenre-figures-").FullName;
        try
        {
            var file = Path.Combine(folder, "figures.ipynb");
            var notebook = new Notebook();
            notebook.Cells.AddRange(
                sources.Select((source, i) => new Cell { Kind = CellKind.Code, Id = $"c{i}", Source = source }));
            NotebookFile.Write(file, notebook);
            var run = new NotebookRun { Notebooks = [file], Output = Path.Combine(folder, "out") };
            var result = await NotebookRunner.RunAsync(run, report);
            if (result.Status != RunStatus.Succeeded) throw new InvalidOperationException(result.Notebooks[0].Failure);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static NotebookRun Run { get; } = new() { Notebooks = [], Output = "", Grace = TimeSpan.FromSeconds(10) };

    private static CellLimits NoLimits { get; } = new(null, null, null, CancellationToken.None);

    private static async Task<string> TextAsync(KernelProcess kernel, string code)
    {
        var text = "";
        await kernel.ExecuteAsync(
            new CellSubmission(code, "cell 1", 1),
            output => text += (output as StreamOutput)?.Text,
            NoLimits,
            CancellationToken.None);
        return text;
    }

    private static double Milliseconds(long start) => Stopwatch.GetElapsedTime(start).TotalMilliseconds;

    private static void Print(string figure, string goal, List<double> values)
    {
        values.Sort();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {figure} | {goal} | {values[0]:0.##} | {values[values.Count / 2]:0.##} |"));
    }
}
