namespace SongGenre.Notebooks.Kernel;

/// <summary>A cell to run.</summary>
/// <param name="Code">The cell's source.</param>
/// <param name="Name">What errors call the cell, for instance <c>cell 3</c>.</param>
/// <param name="ExecutionCount">The number that the cell's results carry; null leaves them without one.</param>
public sealed record CellSubmission(string Code, string Name, int? ExecutionCount);
