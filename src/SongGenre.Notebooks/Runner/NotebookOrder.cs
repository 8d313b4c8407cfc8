using System.Globalization;
using System.Numerics;

namespace SongGenre.Notebooks.Runner;

/// <summary>Which notebooks of a run come before which.</summary>
internal static class NotebookOrder
{
    /// <summary>
    /// The number that the file's name begins with; null when it begins with none, or with one that runs on as a word
    /// (<c>3d-plots</c>).
    /// </summary>
    public static BigInteger? NumberOf(string file)
    {
        string name = Path.GetFileNameWithoutExtension(file);
        int digits = name.TakeWhile(char.IsAsciiDigit).Count();
        return digits == 0 || (digits < name.Length && char.IsLetter(name[digits]))
            ? null
            : BigInteger.Parse(name.AsSpan(0, digits), NumberStyles.None, CultureInfo.InvariantCulture);
    }
}
