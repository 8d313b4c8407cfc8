using System.Text;

namespace SongGenre.Notebooks.Documents;

/// <summary>Notebooks on disk.</summary>
public static partial class NotebookFile
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads a notebook, nbformat 4.0 to 4.5.</summary>
    /// <param name="path">The .ipynb file.</param>
    /// <exception cref="NotebookException">The file is missing, can't be read or is no notebook.</exception>
    public static Notebook Read(string path) => NotebookFormat.Parse(ReadText(path), path);

    private static string ReadText(string path)
    {
        if (Directory.Exists(path)) throw new NotebookException($"{path} is a folder; name a notebook file (.ipynb)");
        try
        {
            return Utf8.GetString(File.ReadAllBytes(path));
        }
        catch (DecoderFallbackException e)
        {
            throw new NotebookException($"{path}: the file is not UTF-8 text (byte {e.Index}); save it as UTF-8", e);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new NotebookException($"{path}: there is no such file", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new NotebookException($"{path}: can't be read: {e.Message}", e);
        }
    }

    /// <summary>
    /// Writes a notebook as nbformat 4.5. A reader sees the old file or the new one, never a part: the text goes to a
    /// temporary file beside it that then takes its name.
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
        var target = Path.GetFullPath(path);
        var temporary = Path.Combine(Path.GetDirectoryName(target)!, $".{Path.GetFileName(target)}.{Environment.ProcessId}.tmp");
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.WriteAllText(temporary, text, Utf8);
            File.Move(temporary, target, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new NotebookException($"{path}: can't be written: {e.Message}", e);
        }
        finally
        {
            if (File.Exists(temporary)) File.Delete(temporary);
        }
    }
}
