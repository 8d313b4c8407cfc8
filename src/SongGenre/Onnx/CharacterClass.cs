using System.Globalization;
using System.Text;
using SongGenre.Features;

namespace SongGenre.Onnx;

/// <summary>
/// Sets of characters as RE2 writes them between brackets. They are spelt out so that the engine's version of Unicode
/// has no say.
/// </summary>
internal static class CharacterClass
{
    private static readonly Lazy<string> s_words = new(() => Of(IsWord));

    /// <summary>What words are made of: <see cref="PythonText.IsWord"/>.</summary>
    public static string Words => s_words.Value;

    /// <summary>All characters of Unicode that are no surrogates.</summary>
    public static IEnumerable<Rune> All { get; } =
        Enumerable.Range(0, 0x110000).Where(Rune.IsValid).Select(value => new Rune(value));

    /// <summary>The class of some characters; there must be one.</summary>
    public static string Of(Func<Rune, bool> holds)
    {
        var text = new StringBuilder();
        int first = -1, last = -1;
        foreach (var rune in All.Where(holds))
        {
            if (rune.Value != last + 1) Close();
            if (rune.Value != last + 1) first = rune.Value;
            last = rune.Value;
        }

        Close();
        return text.ToString();

        void Close()
        {
            if (last < 0) return;
            text.Append(CultureInfo.InvariantCulture, $@"\x{{{first:x}}}");
            if (last > first) text.Append(CultureInfo.InvariantCulture, $@"-\x{{{last:x}}}");
        }
    }

    /// <summary>Whether a character is a word's.</summary>
    public static bool IsWord(Rune rune)
    {
        var text = (stackalloc char[2]);
        return PythonText.IsWord(text[..rune.EncodeToUtf16(text)], 0, out _);
    }
}
