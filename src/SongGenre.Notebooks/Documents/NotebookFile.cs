namespace SongGenre.Notebooks.Documents;

/// <summary>Notebooks on disk.</summary>
public static partial class NotebookFile
{
    /// <summary>Reads a notebook, nbformat 4.0 to 4.5.</summary>
    /// <param name="path">The .ipynb file.</param>
    /// <exception cref="NotebookException">The file is missing, can't be read or is no notebook.</exception>
    public static Notebook Read(string path) => NotebookFormat.Parse(ReadText(path), path);

    private static string ReadText(string path) => Utf8File.Read(path, "a notebook file (.ipynb)");

    /// <summary>
    /// Writes a notebook as nbformat 4.5. A reader sees the old file or the new one, never a part. Of a link the file
    /// that it leads to is written; an existing file keeps its Unix mode.
    /// </summary>
    /// <param name="path">The .ipynb file; its folder is created where missing.</param>
    /// <param name="notebook">The notebook.</param>
    /// <exception cref="NotebookException">The file can't be written, or two cells have one id.</exception>
    public static void Write(string path, Notebook notebook)
    {
        string text;
        try
        {
            text = NotebookFormat.Serialize(notebook);
        }
        catch (NotebookException e)
        {
            throw new NotebookException($"{path}: {e.Message}", e);
        }

        WriteText(path, text);
    }

    internal static void WriteText(string path, string text)
    {
        try
        {
            AtomicFile.WriteText(path, text);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new NotebookException($"{path}: can't be written: {e.Message}", e);
        }
    }
}
