using SongGenre.Data;

namespace SongGenre.Tests.Data;

public class DataSetCardTests
{
    [Fact]
    public void The_card_is_that_of_the_repository()
    {
        var card = SongData.Card;
        Assert.Equal("genres_mod.parquet", card.File);
        Assert.Equal(42_896, card.Rows);
        Assert.Equal(17, card.Schema.Count);
        Assert.StartsWith("https://github.com/", card.Address.ToString(), StringComparison.Ordinal);
        Assert.Contains("genres_mod.parquet", card.Address.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void There_are_fifteen_genres_seven_of_them_electronic()
    {
        string[] electronic = ["dnb", "hardstyle", "psytrance", "techhouse", "techno", "trance", "trap"];
        Assert.Equal(15, SongData.Genres.Count);
        Assert.Equal(electronic, SongData.Genres.Where(electronic.Contains));
    }

    [Fact]
    public void The_repositorys_root_holds_the_card_and_is_found_from_below() =>
        Assert.True(File.Exists(Path.Combine(Repository.Root, "data", "dataset.json")));
}
