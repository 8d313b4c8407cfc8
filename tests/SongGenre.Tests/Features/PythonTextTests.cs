using System.Text.Json;
using SongGenre.Features;

namespace SongGenre.Tests.Features;

public class PythonTextTests
{
    private static readonly JsonElement Expected = ExpectedValues.Read("tfidf_values.json");

    [Fact]
    public void Lowers_whole_texts_as_Python_does()
    {
        foreach (var pair in Expected.GetProperty("lower").EnumerateArray())
        {
            Assert.Equal(pair[1].GetString(), PythonText.Lower(pair[0].GetString()!));
        }
    }

    [Fact]
    public void Knows_word_characters_and_lower_case_of_every_category_as_Python_does()
    {
        foreach (var character in Expected.GetProperty("characters").EnumerateArray())
        {
            var code = character[0].GetInt32();
            var text = char.ConvertFromUtf32(code);
            Assert.True(character[1].GetBoolean() == PythonText.IsWord(text, 0, out var length), $"U+{code:X4}");
            Assert.Equal(text.Length, length);
            Assert.Equal(character[2].GetString(), PythonText.Lower(text));
        }
    }

    [Fact]
    public void Calls_unpaired_surrogates_no_word_characters()
    {
        Assert.False(PythonText.IsWord("\ud800a", 0, out var length));
        Assert.Equal(1, length);
        Assert.False(PythonText.IsWord("\udc00", 0, out _));
        Assert.Equal("\udc00ςab"[..1], PythonText.Lower("\udc00Σ")[..1]);
    }

    [Fact]
    public void Orders_strings_by_code_point()
    {
        string[] ordered = ["", "A", "a", "aa", "a\ud7ff", "a\ue000", "a\uffff", "a\U00010000", "a\U0010ffff", "b"];
        Assert.Equal(ordered, ordered.Reverse().Order(PythonText.ByCodePoint));
    }
}
