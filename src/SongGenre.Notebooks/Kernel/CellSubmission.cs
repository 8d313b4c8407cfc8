namespace SongGenre.Notebooks.Kernel;

/// <summary>A cell to run.</summary>
/// <param name="Code">The cell's source.</param>
/// <param name="Name">What errors call the cell, for instance <c>cell 3</c>.</param>
/// <param name="ExecutionCount">The number that the cell's results carry; null leaves them without one.</param>
public sealed record CellSubmission(string Code, string Name, int? ExecutionCount)
{
    /// <summary>The language that the cell is in unless a magic says otherwise. Default: <c>csharp</c>.</summary>
    public string Language { get; init; } = "csharp";

    /// <summary>
    /// Asks whoever sits before the notebook for a line and waits for it; called on a thread of its own, and expected to
    /// throw <see cref="OperationCanceledException"/> when the cell is interrupted. Default: null, nobody is there, and a
    /// cell that asks fails.
    /// </summary>
    public Func<InputRequest, string>? Input { get; init; }
}
