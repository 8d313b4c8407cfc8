namespace SongGenre.Notebooks.Runner;

/// <summary>What to run, and where to.</summary>
public sealed record NotebookRun
{
    /// <summary>
    /// The .ipynb files; their names must differ. Those whose names begin with a number that no letter follows
    /// (<c>01-eda</c>, <c>2_x</c>) run in the order of the numbers; equal numbers and names without one have no order.
    /// </summary>
    public required IReadOnlyList<string> Notebooks { get; init; }

    /// <summary>
    /// Where the executed notebooks go: a folder, where they keep their names, or a path that ends in .ipynb.
    /// <c>{name}</c> in it is a parameter's final value, <c>{notebook}</c> the file's name without its ending,
    /// <c>{{</c> and <c>}}</c> are braces. Folders are created when missing; no output is one of
    /// <see cref="Notebooks"/>.
    /// </summary>
    public required string Output { get; init; }

    /// <summary>What becomes of executed notebooks. Default: <see cref="RunMode.Execute"/>.</summary>
    public RunMode Mode { get; init; } = RunMode.Execute;

    /// <summary>Variables that every notebook's process gets on top of this process's own. Default: none.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>
    /// How long an interrupted cell may take to end before its process is killed. Default: 2 seconds.
    /// </summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// How long one cell may run before it is interrupted and has failed; above 0. Default: null, no limit.
    /// </summary>
    public TimeSpan? CellTimeout { get; init; }

    /// <summary>
    /// How long the whole run may take before its running cells are interrupted and have failed; above 0. Default:
    /// null, no limit.
    /// </summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>
    /// Whether a failed cell ends neither its notebook nor the notebooks that come after it. A cell whose process is
    /// gone always ends its notebook. Default: false.
    /// </summary>
    public bool KeepGoing { get; init; }

    /// <summary>
    /// Whether a notebook isn't run again when its output file is complete: the same cells and metadata, each run and
    /// without an error. Data and other files that the cells read aren't compared. Default: false.
    /// </summary>
    public bool Resume { get; init; }

    /// <summary>How many notebooks without an order between them run side by side; at least 1. Default: 1.</summary>
    public int Jobs { get; init; } = 1;

    /// <summary>
    /// How many bytes of memory a notebook's process, with all that it starts, may hold; at least 128 MB, about what a
    /// notebook needs that does nothing. A cell that goes beyond ends its process. What the process started is counted
    /// on Linux alone. Default: null, no limit.
    /// </summary>
    public long? MemoryLimit { get; init; }

    /// <summary>
    /// Values for the parameters that the notebooks declare; of two for one name the later counts. Each notebook gets
    /// those that it declares. Default: none.
    /// </summary>
    public IReadOnlyList<ParameterOverride> Parameters { get; init; } = [];

    /// <summary>The least <see cref="MemoryLimit"/>, 128 MB, in bytes.</summary>
    public const long SmallestMemoryLimit = 128L << 20;

    /// <summary>How often a running cell's outputs are saved.</summary>
    internal TimeSpan SaveInterval { get; init; } = TimeSpan.FromSeconds(30);

    /// <exception cref="NotebookException">A limit is out of its range.</exception>
    internal void Validate()
    {
        if (Jobs < 1) throw new NotebookException($"{Jobs} notebooks side by side can't be; give at least 1");
        if (CellTimeout <= TimeSpan.Zero || Timeout <= TimeSpan.Zero)
            throw new NotebookException("a time limit must be longer than 0 seconds");
        if (MemoryLimit < SmallestMemoryLimit)
        {
            throw new NotebookException(
                $"{Amount.Bytes(MemoryLimit.Value)} of memory are too few for any notebook; "
                + $"give at least {Amount.Bytes(SmallestMemoryLimit)}");
        }
    }
}
