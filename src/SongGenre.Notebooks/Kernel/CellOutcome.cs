using SongGenre.Notebooks.Documents;

namespace SongGenre.Notebooks.Kernel;

/// <summary>How a cell ended.</summary>
public abstract record CellOutcome
{
    private CellOutcome() { }

    /// <summary>The cell ran to its end.</summary>
    public sealed record Succeeded : CellOutcome;

    /// <summary>The cell didn't compile or threw.</summary>
    /// <param name="Error">What was published as the cell's last output.</param>
    public sealed record Failed(ErrorOutput Error) : CellOutcome;

    /// <summary>
    /// The caller interrupted the cell, which was stopped or, where that can't be done, given up; what given up code
    /// puts out from then on is no longer the cell's.
    /// </summary>
    public sealed record Cancelled : CellOutcome;
}
