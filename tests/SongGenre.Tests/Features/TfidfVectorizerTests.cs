using System.Text.Json;
using CsCheck;
using SongGenre.Features;

namespace SongGenre.Tests.Features;

public class TfidfVectorizerTests
{
    private static readonly JsonElement Expected = ExpectedValues.Read("tfidf_values.json");

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public void Makes_what_scikit_learn_makes_of_adversarial_texts(int number)
    {
        var documents = Expected.Array<string>("adversarial");
        var expected = Expected.GetProperty("small")[number];
        var vectorizer = TfidfVectorizer.Fit(documents, TfidfCase.Options(expected.GetProperty("options")));
        Assert.Equal(expected.Array<string>("vocabulary"), vectorizer.Vocabulary);
        TfidfCase.AssertClose(expected.Array<double>("idf"), vectorizer.Idf);
        var columns = vectorizer.Transform(documents);
        foreach (var row in expected.GetProperty("rows").EnumerateArray()) TfidfCase.AssertRow(row, columns);
    }

    [Fact]
    public void Weighs_by_the_formula_written_out_by_hand()
    {
        string[] documents = ["bass bass drum", "bass", "house"];
        var vectorizer = TfidfVectorizer.Fit(documents, new() { Binary = false });
        double bass = 1 + Math.Log(4.0 / 3), drum = 1 + Math.Log(4.0 / 2);
        Assert.Equal(["bass", "drum", "house"], vectorizer.Vocabulary);
        TfidfCase.AssertClose([bass, drum, drum], vectorizer.Idf);
        var columns = vectorizer.Transform(documents);
        var length = Math.Sqrt((4 * bass * bass) + (drum * drum));
        TfidfCase.AssertClose([2 * bass / length, 1], columns[0].Values);
        Assert.Equal([0, 1], columns[0].Indices!);
        TfidfCase.AssertClose([drum / length], columns[1].Values);
    }

    [Fact]
    public void Leaves_out_unknown_terms_and_keeps_rows_without_terms_empty()
    {
        var vectorizer = TfidfVectorizer.Fit(["bass drum"], new());
        var columns = vectorizer.Transform(["", "trance", "trance bass"]);
        Assert.Equal([2], columns[0].Indices!);
        Assert.Equal([1.0], columns[0].Values);
        Assert.Empty(columns[1].Values);
        Assert.Equal(3, columns[1].Rows);
        Assert.All(vectorizer.Transform([]), column => Assert.Equal(0, column.Rows));
    }

    [Fact]
    public void Gives_every_row_with_terms_the_length_1() =>
        Gen.String[Gen.OneOf(Gen.Char['a', 'd'], Gen.Const(' ')), 0, 12].Array[1, 30].Sample(documents =>
        {
            var options = new TfidfOptions { Binary = false, MaxFeatures = null, NgramRange = new(1, 2) };
            var columns = TfidfVectorizer.Fit([.. documents, "ab cd"], options).Transform(documents);
            var squares = new double[documents.Length];
            foreach (var column in columns)
            {
                for (var i = 0; i < column.Values.Length; i++) squares[column.Indices![i]] += Math.Pow(column.Values[i], 2);
            }

            return squares.All(square => square == 0 || Math.Abs(square - 1) < 1e-12);
        });

    [Fact]
    public void Gives_the_same_bits_whatever_the_order_of_a_texts_words()
    {
        var vectorizer = TfidfVectorizer.Fit(["one two three four", "one two", "one", "four"], new() { Binary = false });
        var columns = vectorizer.Transform(["one two three four", "four three two one"]);
        Assert.All(columns, column => Assert.Equal(column.Values[0], column.Values[1]));
    }

    [Theory]
    [InlineData("", "No term of 1 word(s) in 2 texts, so there is no vocabulary; choose features without text.")]
    [InlineData("a ! b", "No term of 1 word(s) in 2 texts, so there is no vocabulary; choose features without text.")]
    public void Refuses_texts_without_terms(string text, string message)
    {
        var error = Assert.Throws<SongGenreException>(() => TfidfVectorizer.Fit([text, text], new()));
        Assert.Equal(message, error.Message);
    }

    [Fact]
    public void Refuses_limits_that_leave_no_term()
    {
        var none = Assert.Throws<SongGenreException>(
            () => TfidfVectorizer.Fit(["ab", "cd"], new() { MinDf = DocumentFrequency.Count(2) }));
        Assert.Equal(
            "None of 2 terms occurs in as many of 2 texts as min_df 2 and max_df 1.0 ask; lower min_df or raise max_df.",
            none.Message);
        var crossed = Assert.Throws<SongGenreException>(() => TfidfVectorizer.Fit(
            ["ab", "cd"],
            new() { MinDf = DocumentFrequency.Count(2), MaxDf = DocumentFrequency.Share(0.5) }));
        Assert.Equal("max_df 0.5 is below min_df 2 in 2 texts; raise max_df or lower min_df.", crossed.Message);
    }
}
