using SongGenre.Data;

namespace SongGenre.Tests.Data;

public class SongDataOneTests
{
    [Fact]
    public void A_song_has_the_given_values_and_misses_the_others()
    {
        var songs = SongData.One(["tempo=174", "title=Drum & Bass = 2020", "key=11"]);
        Assert.Equal(1, songs.Table.Rows.Count);
        Assert.Equal(174.0, songs.Table["tempo"][0]);
        Assert.Equal(11L, songs.Table["key"][0]);
        Assert.Equal("Drum & Bass = 2020", songs.Table["title"][0]);
        Assert.Null(songs.Table["energy"][0]);
        Assert.Equal("Drum & Bass = 2020 ", songs.Clean().Table["text_feature"][0]);
    }

    [Theory]
    [InlineData("tempo", "'tempo'")]
    [InlineData("=174", "'=174'")]
    [InlineData("tempp=174", "tempo")]
    [InlineData("genre=dnb", "'genre'")]
    [InlineData("tempo=fast", "'fast'")]
    [InlineData("tempo=NaN", "'NaN'")]
    [InlineData("key=1.5", "whole")]
    [InlineData("key=1e300", "'1e300'")]
    [InlineData("tempo=1,5", "'1,5'")]
    public void What_can_not_be_used_is_named_in_one_line(string pair, string fragment)
    {
        var error = Assert.Throws<SongGenreException>(() => SongData.One([pair]));
        Assert.Contains(fragment, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }
}
