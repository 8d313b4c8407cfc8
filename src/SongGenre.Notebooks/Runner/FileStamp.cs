using System.Security.Cryptography;

namespace SongGenre.Notebooks.Runner;

/// <summary>Tells whether a file is still the same.</summary>
internal static class FileStamp
{
    /// <summary>The hash of the file's bytes; empty when it can't be read.</summary>
    public static string Of(string file)
    {
        try
        {
            using var stream = File.OpenRead(file);
            return Convert.ToHexStringLower(SHA256.HashData(stream));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
