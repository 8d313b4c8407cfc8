namespace SongGenre.Notebooks.Runner;

/// <summary>One place where an executed notebook differs from the notebook on file.</summary>
/// <param name="Notebook">The notebook's file name.</param>
/// <param name="Cell">The cell's place among all cells, from 1; null when the notebook's own metadata differ.</param>
/// <param name="CellId">The cell's id; null with <paramref name="Cell"/>.</param>
/// <param name="Where">The place within: source, metadata, or an output's face with the line or the JSON path.</param>
/// <param name="Old">What the file holds, a line each; long texts are cut.</param>
/// <param name="New">What the run gave, a line each; long texts are cut.</param>
public sealed partial record NotebookDifference(
    string Notebook, int? Cell, string? CellId, string Where, IReadOnlyList<string> Old, IReadOnlyList<string> New)
{
    /// <summary>A line that says where, then the old lines behind '-' and the new ones behind '+'.</summary>
    public override string ToString()
    {
        string place = Cell is { } number ? $"{Notebook}: cell {number} ({CellId}), {Where}" : $"{Notebook}: {Where}";
        return string.Join('\n', [place, .. Old.Select(line => "  - " + line), .. New.Select(line => "  + " + line)]);
    }
}
