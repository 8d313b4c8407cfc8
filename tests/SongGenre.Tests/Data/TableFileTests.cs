using Microsoft.Data.Analysis;
using SongGenre.Data;

namespace SongGenre.Tests.Data;

public sealed class TableFileTests : IDisposable
{
    private static readonly DataFrame Table = new(
        new DoubleDataFrameColumn("number", new double?[] { 0.1, null, 1e-7 }),
        new Int64DataFrameColumn("integer", new long?[] { 1, null, -3 }),
        new BooleanDataFrameColumn("truth", new bool?[] { true, null, false }),
        new StringDataFrameColumn("text", ["a,\"b\"", null, "Ünï"]));

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Csv_is_what_it_should_be_to_the_byte()
    {
        TableFile.Write(Table, _folder["new/t.csv"]);
        Assert.Equal(
            "number,integer,truth,text\n0.1,1,true,\"a,\"\"b\"\"\"\n,,,\n1e-07,-3,false,Ünï\n", File.ReadAllText(_folder["new/t.csv"]));
    }

    [Fact]
    public void Json_lines_hold_an_object_per_row()
    {
        TableFile.Write(Table, _folder["t.jsonl"]);
        Assert.Equal(
            [
                """{"number":0.1,"integer":1,"truth":true,"text":"a,\"b\""}""",
                """{"number":null,"integer":null,"truth":null,"text":null}""",
                """{"number":1e-7,"integer":-3,"truth":false,"text":"Ünï"}""",
            ],
            File.ReadAllLines(_folder["t.jsonl"]));
    }

    [Theory]
    [InlineData("parquet")]
    [InlineData("csv")]
    public void A_table_of_songs_is_read_back_as_it_was_and_always_written_alike(string ending)
    {
        var songs = SongData.Read(_folder.Write("s.csv", SongFiles.Csv(400, (0, "loudness", ""), (7, "tempo", "0.1234567890123456789"))));
        TableFile.Write(songs.Table, _folder["a." + ending]);
        TableFile.Write(songs.Table, _folder["b." + ending.ToUpperInvariant()]);
        Assert.Equal(File.ReadAllBytes(_folder["a." + ending]), File.ReadAllBytes(_folder["b." + ending.ToUpperInvariant()]));
        Assert.Equal(TableHash.Compute(songs.Table), TableHash.Compute(SongData.Read(_folder["a." + ending]).Table));
    }

    [Fact]
    public void A_file_that_exists_is_replaced_and_nothing_else_is_left()
    {
        _folder.Write("it's.csv", new string('x', 1000));
        TableFile.Write(Table, _folder["it's.csv"]);
        Assert.StartsWith("number,", File.ReadAllText(_folder["it's.csv"]), StringComparison.Ordinal);
        Assert.Single(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void What_cannot_be_written_is_one_line_and_leaves_nothing()
    {
        var file = _folder.Write("file", "");
        Directory.CreateDirectory(_folder["folder.csv"]);
        Assert.Equal(
            $"{_folder["t.xlsx"]}: can't tell the format from the ending; end the name with .parquet, .csv or .jsonl.",
            OneLine.ErrorOf(() => TableFile.Write(Table, _folder["t.xlsx"])));
        Assert.Equal($"{_folder["folder.csv"]}: is a folder; name a file.", OneLine.ErrorOf(() => TableFile.Write(Table, _folder["folder.csv"])));
        Assert.StartsWith(
            $"{file}/t.csv: can't be written: ", OneLine.ErrorOf(() => TableFile.Write(Table, file + "/t.csv")), StringComparison.Ordinal);
        var dates = new DataFrame(new DateTimeDataFrameColumn("day", 1));
        Assert.StartsWith("Column 'day' holds DateTime values", OneLine.ErrorOf(() => TableFile.Write(dates, _folder["t.csv"])), StringComparison.Ordinal);
        Assert.Equal(2, Directory.GetFileSystemEntries(_folder.Path).Length);
    }
}
