using System.CommandLine;
using SongGenre.Notebooks.Runner;

namespace SongGenre.Cli;

/// <summary>The options that running and checking notebooks share, and the run that they make.</summary>
internal sealed class NotebooksOptions
{
    // Long for a cell, and short enough that a deadlock doesn't cost a CI machine its night.
    private static readonly TimeSpan DefaultCellTimeout = TimeSpan.FromHours(1);

    private readonly Option<string?> _cellTimeout = new("--cell-timeout")
    {
        Description = "The longest that one cell may run: seconds, or such as 1m30s. Default: 1h",
        HelpName = "DURATION",
    };

    private readonly Option<string?> _timeout = new("--timeout")
    {
        Description = "The longest that the whole run may take. Default: no limit",
        HelpName = "DURATION",
    };

    private readonly Option<bool> _keepGoing = new("--keep-going")
    {
        Description = "Go on with the next cell and the next notebook after a failure",
    };

    private readonly Option<int> _jobs = new("--jobs")
    {
        Description = "How many notebooks run side by side where their names give no order",
        HelpName = "N",
        DefaultValueFactory = _ => 1,
    };

    private readonly Option<string?> _memory = new("--memory")
    {
        Description = "The most memory that a notebook may hold, such as 512MB or 2GB. Default: no limit",
        HelpName = "SIZE",
    };

    private readonly Option<string?> _junit = new("--junit")
    {
        Description = "Write the results as JUnit XML, which CI servers show",
        HelpName = "FILE",
    };

    private readonly Option<string?> _json = new("--json")
    {
        Description = "Write the results as JSON",
        HelpName = "FILE",
    };

    public Option<string?> Out { get; } = new("--out")
    {
        Description = "Where executed notebooks go: a folder, or a path that ends in .ipynb; {notebook} and a "
            + "parameter's {name} are replaced. Default: executed/",
        HelpName = "DIR|PATTERN",
    };

    public void AddTo(Command command)
    {
        Option[] all = [_cellTimeout, _timeout, _keepGoing, _jobs, _memory, _junit, _json];
        foreach (var option in all) command.Options.Add(option);
    }

    /// <summary>The run that the command line asks for.</summary>
    public NotebookRun Read(ParseResult parsed, IReadOnlyList<string> files, RunMode mode)
    {
        var jobs = parsed.GetValue(_jobs);
        foreach (var option in (ReadOnlySpan<Option<string?>>)[_junit, _json])
        {
            if (parsed.GetValue(option) is not { } results) continue;
            if (results.EndsWith(".ipynb", StringComparison.OrdinalIgnoreCase))
            {
                throw new UsageException(
                    $"{option.Name} {results}: would overwrite a notebook; name a file for the results");
            }

            WritableTarget.RequireFile(option.Name, results);
        }

        return new()
        {
            Notebooks = files,
            Output = parsed.GetValue(Out) ?? "executed",
            Mode = mode,
            CellTimeout = Optional(_cellTimeout, Quantity.Duration) ?? DefaultCellTimeout,
            Timeout = Optional(_timeout, Quantity.Duration),
            KeepGoing = parsed.GetValue(_keepGoing),
            Jobs = jobs >= 1 ? jobs : throw new UsageException($"--jobs {jobs}: at least 1 notebook runs at a time"),
            MemoryLimit = Optional(_memory, Quantity.Memory),
        };

        T? Optional<T>(Option<string?> option, Func<string, string, T> read) where T : struct =>
            parsed.GetValue(option) is { } text ? read(option.Name, text) : null;
    }

    /// <summary>Writes the files with a run's results that the command line asks for.</summary>
    public void WriteResults(ParseResult parsed, RunReport report)
    {
        if (parsed.GetValue(_junit) is { } junit) RunResults.WriteJUnit(junit, report);
        if (parsed.GetValue(_json) is { } json) RunResults.WriteJson(json, report);
    }
}
