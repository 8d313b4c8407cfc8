using System.Globalization;
using System.Text;

namespace SongGenre.Features;

/// <summary>
/// Text as Python sees it, whose scikit-learn the terms must equal: lower case, word characters and order of strings.
/// Unicode is .NET's own version; characters that are newer than Python's may differ.
/// </summary>
internal static class PythonText
{
    /// <summary>Orders strings by code point; UTF-16 would put characters beyond U+FFFF before U+E000–U+FFFF.</summary>
    public static IComparer<string> ByCodePoint { get; } = Comparer<string>.Create(Compare);

    /// <summary>
    /// Python's <c>str.lower()</c>. It differs from .NET's in U+0130, which becomes two characters, and in the capital
    /// sigma, which has a form of its own at the end of a word (The Unicode Standard, table 3-17, Final_Sigma).
    /// </summary>
    public static string Lower(string text)
    {
        if (text.AsSpan().IndexOfAny('İ', 'Σ') < 0) return text.ToLowerInvariant();
        var lower = new StringBuilder(text.Length + 1);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == 'İ') lower.Append("i\u0307");
            else if (text[i] == 'Σ') lower.Append(EndsWord(text, i) ? 'ς' : 'σ');
            else lower.Append(text[i]);
        }

        return lower.ToString().ToLowerInvariant();
    }

    /// <summary>
    /// The code point at a position, how many chars it takes, and whether Python's <c>re</c> calls it a word character
    /// (<c>\w</c>: letters, numbers of every kind and the underscore; not marks, unlike .NET's).
    /// </summary>
    public static bool IsWord(ReadOnlySpan<char> text, int at, out int length)
    {
        length = 1;
        var c = text[at];
        if (char.IsAscii(c)) return char.IsAsciiLetterOrDigit(c) || c == '_';
        // An unpaired surrogate leaves length at 1 and is of no letter's category.
        Rune.DecodeFromUtf16(text[at..], out var rune, out length);
        return Rune.GetUnicodeCategory(rune) is UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter
            or UnicodeCategory.TitlecaseLetter or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter
            or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber;
    }

    /// <summary>Whether Python's <c>str.isspace</c> and <c>\s</c> call it white space.</summary>
    public static bool IsSpace(char c) => char.IsWhiteSpace(c) || c is >= '\u001c' and <= '\u001f';

    private static int Compare(string? a, string? b)
    {
        if (a is null || b is null) return (a is null ? 0 : 1) - (b is null ? 0 : 1);
        var same = a.AsSpan().CommonPrefixLength(b);
        if (same == a.Length || same == b.Length) return a.Length.CompareTo(b.Length);
        return Rank(a[same]).CompareTo(Rank(b[same]));

        static int Rank(char c) => c < '\ud800' ? c : c < '\ue000' ? c + 0x10000 : c;
    }

    private static bool EndsWord(string text, int at)
    {
        var before = at;
        Rune rune;
        do
        {
            if (before == 0) return false;
            Rune.DecodeLastFromUtf16(text.AsSpan(0, before), out rune, out var length);
            before -= length;
        }
        while (IsCaseIgnorable(rune));
        if (!IsCased(rune)) return false;

        var after = at + 1;
        do
        {
            if (after == text.Length) return true;
            Rune.DecodeFromUtf16(text.AsSpan(after), out rune, out var length);
            after += length;
        }
        while (IsCaseIgnorable(rune));
        return !IsCased(rune);
    }

    // Derived property Case_Ignorable: these categories and the Word_Break values MidLetter, MidNumLet and
    // Single_Quote.
    internal static bool IsCaseIgnorable(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark
        or UnicodeCategory.EnclosingMark or UnicodeCategory.Format or UnicodeCategory.ModifierLetter
        or UnicodeCategory.ModifierSymbol
        || rune.Value is '\'' or '.' or ':' or 0xB7 or 0x387 or 0x55F or 0x5F4 or 0x2018 or 0x2019 or 0x2024 or 0x2027
            or 0xFE13 or 0xFE52 or 0xFE55 or 0xFF07 or 0xFF0E or 0xFF1A;

    // Derived property Cased: letters with case, what has another case without being a letter, and ª, º and 🄰–🆉.
    internal static bool IsCased(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.UppercaseLetter
        or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
        || Rune.ToLowerInvariant(rune) != rune || Rune.ToUpperInvariant(rune) != rune
        || rune.Value is 0xAA or 0xBA or (>= 0x1F130 and <= 0x1F149) or (>= 0x1F150 and <= 0x1F169)
            or (>= 0x1F170 and <= 0x1F189);
}
