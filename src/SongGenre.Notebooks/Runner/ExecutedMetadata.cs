using SongGenre.Notebooks.Documents;

namespace SongGenre.Notebooks.Runner;

/// <summary>The metadata that every executed notebook carries, whoever ran it, wherever and when.</summary>
internal static class ExecutedMetadata
{
    /// <summary>
    /// Forgets what earlier runs left: outputs, numbers, times, error markers; and names kernel and language. Cells
    /// that are not to be run keep their outputs and numbers.
    /// </summary>
    /// <exception cref="NotebookException">The notebook is in another language.</exception>
    public static void Prepare(Notebook notebook, string file)
    {
        CellLanguage.RequireCSharp(notebook, file);
        KernelMetadata.Write(notebook.Metadata);
        ErrorMarkers.Remove(notebook);
        notebook.Metadata.Remove("papermill");

        foreach (var cell in notebook.Cells)
        {
            foreach (string key in (ReadOnlySpan<string>)["execution", "ExecuteTime", "papermill"])
                cell.Metadata.Remove(key);
            if (CellTags.Has(cell, CellTags.SkipExecution)) continue;
            cell.Outputs.Clear();
            cell.ExecutionCount = null;
        }
    }
}
