namespace SongGenre.Notebooks.Documents;

public static partial class NotebookFile
{
    /// <summary>
    /// Repairs a notebook's file: nbformat 4.0 to 4.4 becomes 4.5, each cell gets a valid id of its own, the metadata
    /// name the C# kernel, the text becomes what Jupyter's tools write. Cells, outputs and valid ids stay. A repaired
    /// file isn't changed again.
    /// </summary>
    /// <param name="path">The .ipynb file.</param>
    /// <param name="write">Whether to write the file; else only say whether it would change.</param>
    /// <returns>Whether there was something to repair.</returns>
    /// <exception cref="NotebookException">The file can't be read or written, or is no C# notebook of nbformat
    /// 4.</exception>
    public static bool Fix(string path, bool write = true)
    {
        var old = ReadText(path);
        return Replace(path, old, NotebookFormat.Serialize(NotebookRepair.Repair(old, path)), write);
    }

    /// <summary>
    /// Removes outputs and execution counts from a notebook's file, except those of cells with the tag or the metadata
    /// <c>keep_output</c>. Everything else stays, the version of the format included; a file without outputs isn't
    /// touched.
    /// </summary>
    /// <param name="path">The .ipynb file, nbformat 4.0 to 4.5.</param>
    /// <returns>Whether there was something to remove.</returns>
    /// <exception cref="NotebookException">The file can't be read or written, or is no notebook.</exception>
    public static bool Clear(string path)
    {
        var old = ReadText(path);
        return NotebookClearing.Clear(old, path) is { } cleared && Replace(path, old, cleared, write: true);
    }

    private static bool Replace(string path, string old, string text, bool write)
    {
        if (text == old) return false;
        if (write) WriteText(path, text);
        return true;
    }
}
