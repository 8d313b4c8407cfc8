using SongGenre.Features;

namespace SongGenre.Tests.Features;

public class TfidfOptionsTests
{
    [Fact]
    public void Defaults_are_the_published_parameters()
    {
        var options = new TfidfOptions();
        Assert.True(options.Binary);
        Assert.Equal(10, options.MaxFeatures);
        Assert.Equal((DocumentFrequency.Count(1), DocumentFrequency.Share(1)), (options.MinDf, options.MaxDf));
        Assert.Equal(new(1, 1), options.NgramRange);
        Assert.False(options.SublinearTf);
        Assert.Equal(("all", false), (new FeatureOptions().Set, new FeatureOptions().Scale));
    }

    [Fact]
    public void Refuses_what_is_out_of_range_with_name_value_and_range()
    {
        AssertRefused("max_features is 0; it must be at least 1, or null.", () => new TfidfOptions { MaxFeatures = 0 });
        AssertRefused(
            "ngram_range is [2, 1]; it must be two integers from 1 to 10, the first not above the second.",
            () => new TfidfOptions { NgramRange = new(2, 1) });
        AssertRefused(
            "min_df is 0 documents; it must be at least 1, or a share from 0.0 to 1.0.",
            () => new TfidfOptions { MinDf = default });
        AssertRefused("A number of documents is -1; it must be at least 1.", () => DocumentFrequency.Count(-1));
        AssertRefused("A share of documents is 1.5; it must be from 0 to 1.", () => DocumentFrequency.Share(1.5));
        AssertRefused("A share of documents is NaN; it must be from 0 to 1.", () => DocumentFrequency.Share(double.NaN));
        AssertRefused("set is 'Audio'; it must be audio, audio+song_name or all.", () => new FeatureOptions { Set = "Audio" });
    }

    [Fact]
    public void Tells_one_document_from_all_documents()
    {
        Assert.Equal(("1", 1.0), (DocumentFrequency.Count(1).ToString(), DocumentFrequency.Count(1).Among(40)));
        Assert.Equal(("1.0", 40.0), (DocumentFrequency.Share(1).ToString(), DocumentFrequency.Share(1).Among(40)));
        Assert.Equal(("0.25", 10.0), (DocumentFrequency.Share(0.25).ToString(), DocumentFrequency.Share(0.25).Among(40)));
        Assert.Equal("0.0", DocumentFrequency.Share(0).ToString());
        Assert.Equal("1E-07", DocumentFrequency.Share(1e-7).ToString());
    }

    private static void AssertRefused(string message, Func<object> create) =>
        Assert.Equal(message, Assert.Throws<SongGenreException>(create).Message);
}
