namespace SongGenre.Notebooks.Runner;

/// <summary>What to run, and where to.</summary>
public sealed record NotebookRun
{
    /// <summary>The .ipynb files. They run in the ordinal order of their file names, which must differ.</summary>
    public required IReadOnlyList<string> Notebooks { get; init; }

    /// <summary>The folder where the executed notebooks go, under their own names; created when missing. Not the notebooks' own folder.</summary>
    public required string Output { get; init; }

    /// <summary>What becomes of executed notebooks. Default: <see cref="RunMode.Execute"/>.</summary>
    public RunMode Mode { get; init; } = RunMode.Execute;

    /// <summary>Variables that every notebook's process gets on top of this process's own. Default: none.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>How long a cancelled cell may take to end before its process is killed. Default: 2 seconds.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(2);
}
