using SongGenre.Notebooks.Jupyter;

namespace SongGenre.Notebooks.Tests.Jupyter;

public sealed class CodePointsTests
{
    [Theory]
    [InlineData("abc", 2, 2)]
    [InlineData("a😀b", 1, 1)]
    [InlineData("a😀b", 2, 3)]
    [InlineData("a😀b", 3, 4)]
    [InlineData("😀😀", 2, 4)]
    [InlineData("é", 1, 1)]
    public void A_character_outside_the_basic_plane_is_one_code_point_and_two_units(string text, int codePoints,
        int index)
    {
        Assert.Equal(index, CodePoints.ToIndex(text, codePoints));
        Assert.Equal(codePoints, CodePoints.FromIndex(text, index));
    }

    [Theory]
    [InlineData("a😀", -5, 0)]
    [InlineData("a😀", int.MaxValue, 3)]
    [InlineData("\ude00\ud83d", 2, 2)]
    public void Positions_outside_the_text_are_its_ends(string text, int codePoints, int index) =>
        Assert.Equal(index, CodePoints.ToIndex(text, codePoints));
}
