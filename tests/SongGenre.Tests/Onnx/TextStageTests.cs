using System.Text;
using SongGenre.Features;
using SongGenre.Onnx;
using SongGenre.Tests.Data;

namespace SongGenre.Tests.Onnx;

public class TextStageTests
{
    private static readonly TfidfOptions All = new() { MaxFeatures = null };

    private static readonly string Long =
        new string('x', 300) + " " + string.Concat(Enumerable.Repeat("go ", 500)) + new string('z', 40);

    // What lower case, words and engines stumble over.
    private static readonly string[] Hostile =
    [
        "", " ", "\t\n", "a", "ab", "Ab aB AB ab", "drum&bass", "drum & bass", "DRUM_N_BASS 2020 ２０２０ ²³ Ⅷⅷ ½¼",
        "don't stop", "rock'n'roll", "l’été", "naïve café CAFÉ Café", "ＦＵＬＬＷＩＤＴＨ ｆｕｌｌｗｉｄｔｈ", "straße STRASSE STRAẞE",
        "İstanbul ISTANBUL ıstanbul istanbul AİB aib", "ai b AI İİ iİi", "ΟΔΟΣ οδος ΣΑΣ ΣΣ Σ σς",
        "ΟΔΟΣ'Α ΟΔΟΣ' ΟΔΟΣ.", "ΑΣ\u0301 ΑΣ\u0301Α 'ΑΣ", "ΑΣ-ΒΣ ΑΣ_Β ΑΣ1 1Σ 1ΑΣ", "Ⓐ ⓐⒷ ⒶⒷ", "ʰΣ ªΣ ΑªΣ Σª",
        "\u0345Σ Α\u0345Σ", "ΛΌΓΟΣ λόγος λόγοσ", "\u212A k \u212AELVIN kelvin KELVIN \u212Bngstr\u00f6m",
        "МОСКВА москва Москва ёж ЁЖ Ѐѐ", "東京 東京都 トランス ﾄﾗﾝｽ", "서울 테크노", "ไทย", "العربية ١٢٣", "हिन्दी हि न्दी",
        "עברית", "ﬁne ﬂow ǅ ǆ Ǆ ß ẞ", "𝐁𝐎𝐋𝐃 𝓼𝓬𝓻𝓲𝓹𝓽 𐐀𐐨 𐐀𐐀 𞤀𞤢", "🔥🔥 fire 🔥drum🔥 👩‍👩‍👧 🇩🇪",
        "zero\u200bwidth soft\u00adhyphen no\u00a0break a\u0308b", "e\u0301te\u0301 \u0301\u0301",
        "#hash ## # #drum", "[brackets] (?i) \\w+ $1 .* ^x$", "\ufeffbom \ufffd \uffff \ue000x",
        "drum\u2028bass\u0085house\u000bx", "one two three four five six seven", "two two two TWO Two",
        "drum drum bass drum", Long, "ΐ ΰ ŉ ǰ ẖ ῢ և", "ᾈ ᾀ ᾼ ᾳ ᾼΣ", "ცхაᲪ Ა ა", "Ꭰ ꭰ Ꮿ", "\u1E9E\u0130\u03A3",
        "\u2160\u2170 \u24B6", "a\ud800b drum\udfff", "ÉTÉ\nfini", " lead", "trail ", "x\ty\t\tz", "a b  c   d", "\r\nÉ\r\n",
        "\u3000wide\u3000\u3000space", "\u001cfs\u001d\u001egs\u001f", "a\u0085b\u2029c",
    ];

    public static TheoryData<string, TfidfOptions> Options => new()
    {
        { "binary", All },
        { "counts", All with { Binary = false } },
        { "sublinear", All with { Binary = false, SublinearTf = true } },
        { "pairs too", All with { NgramRange = new(1, 2), Binary = false } },
        { "pairs to fours alone", All with { NgramRange = new(2, 4) } },
        { "few", new() { MaxFeatures = 12, NgramRange = new(1, 3) } },
        { "common ones", All with { MinDf = DocumentFrequency.Count(2) } },
        { "rare ones", All with { MaxDf = DocumentFrequency.Count(1), NgramRange = new(1, 2) } },
        { "as written", All with { Lowercase = false, NgramRange = new(1, 2) } },
        { "characters", Characters with { NgramRange = new(1, 3) } },
        { "characters as written", Characters with { Lowercase = false, NgramRange = new(2, 3), Binary = true } },
        { "characters of words", Characters with { Analyzer = TextAnalyzer.WordCharacters, NgramRange = new(1, 4) } },
        {
            "characters of long words",
            Characters with { Analyzer = TextAnalyzer.WordCharacters, NgramRange = new(5, 6), SublinearTf = true }
        },
        {
            "blanks", Characters with { Analyzer = TextAnalyzer.WordCharacters, Lowercase = false, SublinearTf = true }
        },
    };

    private static TfidfOptions Characters =>
        new() { MaxFeatures = null, Analyzer = TextAnalyzer.Characters, Binary = false };

    [Theory]
    [MemberData(nameof(Options))]
    public void Hostile_texts_weigh_the_same_to_the_last_bit(string name, TfidfOptions options)
    {
        Assert.NotEmpty(name);
        // Half a character is none to an engine: it parts words, but is a term here.
        var texts = options.Analyzer == TextAnalyzer.Words ? Hostile
            : [.. Hostile.Where(text => text == Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)))];
        AssertSame(TfidfVectorizer.Fit(texts, options), texts);
        AssertSame(TfidfVectorizer.Fit([.. texts.Where((_, i) => i % 2 == 0)], options), texts);
    }

    [Theory]
    [MemberData(nameof(Options))]
    public void Texts_of_random_hostile_characters_weigh_the_same(string name, TfidfOptions options)
    {
        Assert.NotEmpty(name);
        var random = new Random(7);
        string[] pieces =
        [
            " ", "  ", "a", "B", "é", "É", "Σ", "σ", "ς", "İ", "ı", "i", "I", "\u212A", "'", ".", "\u0301", "_",
            "7", "ª", "Я", "я", "京", "🔥", "𐐀", "𐐨", "\n", "\u3000",
        ];
        string Text() => string.Concat(random.GetItems(pieces, random.Next(12)));
        var texts = Enumerable.Range(0, 1500).Select(_ => Text()).ToArray();
        AssertSame(TfidfVectorizer.Fit(texts[..750], options), texts);
    }

    [Fact]
    public void Every_character_of_Unicode_parts_words_or_belongs_to_them_as_before()
    {
        // No letter and no digit is assigned beyond.
        var assigned = CharacterClass.All.Where(rune => rune.Value is > 0 and < 0x32400);
        AssertSame(TfidfVectorizer.Fit(["drum", "drumi", "kdrum"], All), [.. assigned.Select(c => $"drum{c}drum{c}")]);
    }

    [Theory]
    [InlineData(TextAnalyzer.Characters)]
    [InlineData(TextAnalyzer.WordCharacters)]
    public void Every_character_of_Unicode_is_white_space_or_not_as_before(TextAnalyzer analyzer)
    {
        var options = Characters with { Analyzer = analyzer, Lowercase = false, NgramRange = new(1, 2) };
        var characters = CharacterClass.All.Where(rune => rune.Value is > 0 and <= 0xFFFF);
        AssertSame(TfidfVectorizer.Fit(["x y"], options), [.. characters.Select(c => $"x{c}{c}x{c}y")]);
    }

    [Fact]
    public void Every_character_of_Unicode_has_the_same_small_letter()
    {
        var cased = CharacterClass.All.Where(rune => Rune.ToLowerInvariant(rune) != Rune.ToUpperInvariant(rune))
            .Select(rune => $"{rune}{rune} x{rune} {rune}\u0301").ToArray();
        AssertSame(TfidfVectorizer.Fit(cased, All), cased);
    }

    [Fact]
    public void Real_titles_and_names_weigh_the_same()
    {
        var texts = RealData.CleanSongs.Table.Columns["text_feature"].Cast<string>().ToArray();
        var options = new TfidfOptions { MaxFeatures = 60, NgramRange = new(1, 2), Binary = false };
        AssertSame(TfidfVectorizer.Fit(texts, options), texts);
    }

    [Fact]
    public void Texts_without_any_word_and_a_single_text_have_weights_too()
    {
        var vectorizer = TfidfVectorizer.Fit(["drum bass", "bass"], All);
        AssertSame(vectorizer, [""]);
        AssertSame(vectorizer, ["", "", "."]);
        AssertSame(vectorizer, ["Drum"]);
        AssertSame(vectorizer, ["İ"]);
    }

    private static void AssertSame(TfidfVectorizer vectorizer, string[] texts)
    {
        var expected = new double[texts.Length * vectorizer.Vocabulary.Count];
        foreach (var (column, c) in vectorizer.Transform(texts).Select((column, c) => (column, c)))
        {
            for (var i = 0; i < column.Values.Length; i++)
                expected[(column.Indices![i] * vectorizer.Vocabulary.Count) + c] = column.Values[i];
        }

        using var run = new OnnxRun(Graph(vectorizer));
        var actual = run.Weigh(texts);
        for (var i = 0; i < expected.Length; i++)
        {
            if (BitConverter.DoubleToInt64Bits(expected[i]) == BitConverter.DoubleToInt64Bits(actual[i])) continue;
            var (row, term) = (i / vectorizer.Vocabulary.Count, vectorizer.Vocabulary[i % vectorizer.Vocabulary.Count]);
            var codes = string.Join(' ', texts[row].Select(c => $"{(int)c:X4}"));
            Assert.Fail($"'{texts[row]}' ({codes}) has '{term}' weigh {actual[i]:R}, not {expected[i]:R}.");
        }

        Assert.Equal(expected.Length, actual.Length);
    }

    private static OnnxGraph Graph(TfidfVectorizer vectorizer)
    {
        var graph = new OnnxGraph("text");
        var weights = TextStage.Add(
            graph,
            new(graph, OnnxFace.Matrices),
            FeatureOptions.AudioAndSongName,
            JsonPart.Root(vectorizer.ToJson(), "test"));
        graph.Output(weights, ElementType.Double, "rows", "terms");
        return graph;
    }
}
