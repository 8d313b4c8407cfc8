using SongGenre.Notebooks.Documents;

namespace SongGenre.Notebooks.Runner;

/// <summary>Whether an earlier run has left nothing to do.</summary>
internal static class CompleteOutput
{
    /// <summary>
    /// Whether a file holds what a run of the notebook to its end writes: the same cells and metadata, every cell that
    /// runs with its number, none with an error that its tag doesn't allow.
    /// </summary>
    /// <param name="output">The executed notebook's path; it may be missing or no notebook.</param>
    /// <param name="prepared">The notebook as it is before its first cell runs.</param>
    public static bool Is(string output, Notebook prepared)
    {
        Notebook executed;
        try
        {
            executed = NotebookFile.Read(output);
        }
        catch (NotebookException)
        {
            return false;
        }

        int number = 0;
        foreach (var cell in executed.Cells.Where(NotebookExecution.IsToRun))
        {
            if (cell.ExecutionCount != ++number) return false;
            bool hasFailed = cell.Outputs.Exists(output => output is ErrorOutput);
            if (hasFailed && !CellTags.Has(cell, CellTags.RaisesException)) return false;
            cell.ExecutionCount = null;
            cell.Outputs.Clear();
        }
        return NotebookFormat.Serialize(executed) == NotebookFormat.Serialize(prepared);
    }
}
