using CsCheck;
using SongGenre.Data;

namespace SongGenre.Tests.Data;

public class RowListTests
{
    [Fact]
    public void What_was_written_is_read_again() => Gen.Bool.Array[0, 3000].Sample(bits =>
    {
        var list = new RowList(bits.Length, [.. bits.Index().Where(bit => bit.Item).Select(bit => bit.Index)]);
        var read = RowList.Parse(list.Format(), "list");
        Assert.Equal(list.FileRows, read.FileRows);
        Assert.Equal(list.Rows, read.Rows);
        Assert.All(list.Format().Split('\n').Skip(1), line => Assert.InRange(line.Length, 0, 120));
    });

    [Fact]
    public void Rows_are_bits_with_the_lowest_first()
    {
        // Rows 0, 2 and 9 of 10: the bytes 0000_0101 and 0000_0010, "BQI=" in base64.
        Assert.Equal("BQI=", new RowList(10, [0, 2, 9]).Format().Split('\n')[1]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("BQI=")]
    [InlineData("# 3 of 10\nBQI=")]
    [InlineData("# 3 of 10 rows\nBQ!=")]
    [InlineData("# 3 of 10 rows\nBQ==")]
    [InlineData("# 3 of 17 rows\nBQI=")]
    [InlineData("# 2 of 10 rows\nBQI=")]
    [InlineData("# 3 of 9 rows\nBQI=")]
    [InlineData("# 3 of 99999999999 rows\nBQI=")]
    [InlineData("# 3 of 2147483647 rows\nBQI=")]
    public void A_damaged_list_is_refused_in_one_line(string text) =>
        Assert.Matches("^list: .*restore the file\\.$", OneLine.ErrorOf(() => RowList.Parse(text, "list")));
}
