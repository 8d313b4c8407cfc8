using Microsoft.Data.Analysis;
using SongGenre.Charts;

namespace SongGenre.Tests.Charts;

public class TableTests
{
    private static readonly Song[] Songs =
    [
        new("trance", 138.004, 3038, true),
        new("東京 <b>Pop</b> & co", double.NaN, 468, false),
        new(null, 1234567.8, 0, true),
    ];

    [Fact]
    public void A_table_reads_as_text()
    {
        Assert.Equal(Snapshot("table.txt"), Table().ToString());
    }

    [Fact]
    public void A_table_reads_as_html_and_keeps_text_text()
    {
        Assert.Equal(Snapshot("table.html"), Table().ToHtml());
    }

    [Fact]
    public void Without_columns_a_table_shows_the_properties()
    {
        var table = SongGenre.Charts.Table.From([new { Genre = "dnb", Songs = 3017 }], "Songs");

        Assert.Equal(["Genre", "Songs"], table.Headers);
        Assert.Equal([["dnb", "3017"]], table.Rows);
    }

    [Fact]
    public void A_data_frame_reads_as_its_first_rows_with_types_and_shape()
    {
        Assert.Equal(Snapshot("frame.txt"), SongGenre.Charts.Table.From(Frame(12), 2).ToString());
        Assert.Equal(Snapshot("frame.html"), SongGenre.Charts.Table.From(Frame(12), 2).ToHtml());
    }

    [Fact]
    public void A_short_data_frame_is_shown_whole_and_an_empty_one_too()
    {
        Assert.Equal((3, ""), (SongGenre.Charts.Table.From(Frame(3)).Rows.Count, SongGenre.Charts.Table.From(Frame(3)).Note));
        Assert.Empty(SongGenre.Charts.Table.From(Frame(0)).Rows);
        Assert.Throws<ArgumentOutOfRangeException>(() => SongGenre.Charts.Table.From(Frame(3), 0));
    }

    [Fact]
    public void Long_and_broken_text_keeps_to_its_column()
    {
        var text = SongGenre.Charts.Table.From([new { Title = new string('x', 50) + "\r\ny", Rows = 1 }], "").ToString();

        Assert.Equal("Title" + new string(' ', 37) + "Rows", text.Split('\n')[0]);
        Assert.Equal(new string('x', 39) + "…" + "     1", text.Split('\n')[2]);
    }

    [Fact]
    public void Only_a_data_frame_cuts_long_text_in_html()
    {
        var text = new string('x', 50);
        var frame = new DataFrame(new StringDataFrameColumn("title", [text]));

        Assert.Contains($">{text}<", SongGenre.Charts.Table.From([new { text }], "").ToHtml(), StringComparison.Ordinal);
        Assert.Contains($">{text[..39]}…<", SongGenre.Charts.Table.From(frame).ToHtml(), StringComparison.Ordinal);
        Assert.Equal("1 row × 1 column", SongGenre.Charts.Table.From(frame).Caption);
    }

    [Theory]
    [InlineData(0.96825123, "0.968251")]
    [InlineData(-0.0, "0")]
    [InlineData(12345.678, "12345.7")]
    [InlineData(999999.4, "999999")]
    [InlineData(999999.6, "1e6")]
    [InlineData(1234567.8, "1.23457e6")]
    [InlineData(0.00001234567, "1.23457e-5")]
    [InlineData(double.NaN, "—")]
    [InlineData(double.NegativeInfinity, "−∞")]
    public void Numbers_have_six_digits_at_most(double value, string expected)
    {
        Assert.Equal(expected, SongGenre.Charts.Table.From([new { value }], "").Rows[0][0]);
    }

    internal static DataFrame Frame(int rows) => new(
        new DoubleDataFrameColumn("tempo", Enumerable.Range(0, rows).Select(i => i == 1 ? (double?)null : 120 + (i / 3.0))),
        new Int64DataFrameColumn("duration_ms", Enumerable.Range(0, rows).Select(i => (long?)(124_539 + i))),
        new StringDataFrameColumn("song_name", Enumerable.Range(0, rows).Select(i => i == 1 ? null : "<i>Mercury</i>")));

    private static Table Table() => SongGenre.Charts.Table.From(
        Songs,
        "Songs & tempo",
        new("genre", song => song.Genre),
        new("tempo (beats per minute)", song => song.Tempo),
        new("songs", song => song.Count, "N0"),
        new("electronic", song => song.Electronic)).WithNote("<made up>");

    /// <summary>Written by hand to the documented layout, not by the code that is tested.</summary>
    private static string Snapshot(string file) =>
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Charts", file)).TrimEnd('\n');

    private sealed record Song(string? Genre, double Tempo, int Count, bool Electronic);
}
