using System.Text.Json.Nodes;

namespace SongGenre.Notebooks.Documents;

/// <summary>A notebook in nbformat 4.5: cells and metadata.</summary>
public sealed class Notebook
{
    /// <summary>The notebook's own metadata: kernel, language.</summary>
    public JsonObject Metadata { get; init; } = [];

    /// <summary>The cells in their order.</summary>
    public List<Cell> Cells { get; init; } = [];

    /// <summary>Adds an output of a running cell; an update reaches what any cell displayed under its id.</summary>
    public void Append(Cell cell, Output output)
    {
        if (output is UpdateDisplayOutput update) Cells.ForEach(shown => shown.Update(update));
        else cell.Append(output);
    }
}
