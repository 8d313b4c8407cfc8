using System.Text;

namespace SongGenre.Notebooks.Documents;

/// <summary>Text files that users name.</summary>
internal static class Utf8File
{
    /// <summary>UTF-8 without a byte order mark that refuses what is none.</summary>
    public static UTF8Encoding Encoding { get; } = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>A file's text, with its byte order mark where it has one.</summary>
    /// <param name="path">The file.</param>
    /// <param name="wanted">What to name instead of a folder, such as <c>a YAML file</c>.</param>
    /// <exception cref="NotebookException">The file is missing, a folder, no UTF-8, or can't be read.</exception>
    public static string Read(string path, string wanted)
    {
        if (Directory.Exists(path)) throw new NotebookException($"{path} is a folder; name {wanted}");
        try
        {
            return Encoding.GetString(File.ReadAllBytes(path));
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
}
