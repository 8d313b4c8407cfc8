using Microsoft.Data.Analysis;
using SongGenre.Data;

namespace SongGenre.Tests.Data;

public sealed class SongDataReadTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Csv_and_Parquet_are_told_apart_by_content_whatever_the_name()
    {
        var csv = SongData.Read(_folder.Write("songs.parquet", SongFiles.Csv(3)));
        var parquet = SongData.Read(SongFiles.Parquet(_folder["songs.csv"]));
        Assert.Equal(csv.Table.Rows.Select(row => string.Join("|", row)), parquet.Table.Rows.Select(row => string.Join("|", row)));
        Assert.Equal(3, csv.Table.Rows.Count);
    }

    [Fact]
    public void Columns_have_their_types_and_stand_in_the_data_sets_order_with_the_row_number_last()
    {
        var table = SongData.Read(_folder.Write("s.csv", SongFiles.DistinctCsv(3))).Table;
        Assert.Equal([.. SongFiles.Columns, "row"], table.Columns.Select(column => column.Name));
        Assert.Equal([100.0, 101.0, 102.0], Assert.IsType<DoubleDataFrameColumn>(table["tempo"]).Select(v => v!.Value));
        Assert.Equal([0L, 1L, 2L], Assert.IsType<Int64DataFrameColumn>(table["row"]).Select(v => v!.Value));
        Assert.IsType<Int64DataFrameColumn>(table["key"]);
        Assert.IsType<StringDataFrameColumn>(table["genre"]);
    }

    [Fact]
    public void Columns_may_stand_in_any_order_and_others_are_ignored()
    {
        var lines = SongFiles.DistinctCsv(2).TrimEnd().Split('\n');
        var turned = lines.Select((line, i) => string.Join(",", line.Split(',').Reverse()) + (i == 0 ? ",row" : ",99"));
        var table = SongData.Read(_folder.Write("s.csv", string.Join("\n", turned))).Table;
        Assert.Equal(101.0, table["tempo"][1]);
        Assert.Equal(1L, table["row"][1]);
    }

    [Fact]
    public void Rows_keep_the_files_order_in_large_files()
    {
        const int Rows = 60_000;
        var file = _folder.Write("s.csv", SongFiles.Csv(Rows, [.. Enumerable.Range(0, Rows).Select(i => (i, "duration_ms", $"{i}"))]));
        var durations = (Int64DataFrameColumn)SongData.Read(file).Table["duration_ms"];
        Assert.Equal(Enumerable.Range(0, Rows).Select(i => (long?)i), durations);
    }

    [Fact]
    public void An_empty_field_is_a_missing_value()
    {
        var table = SongData.Read(_folder.Write("s.csv", SongFiles.Csv(1, (0, "loudness", ""), (0, "key", ""), (0, "title", "\"\"")))).Table;
        Assert.Null(table["loudness"][0]);
        Assert.Null(table["key"][0]);
        Assert.Null(table["title"][0]);
    }

    [Fact]
    public void Quotes_commas_line_breaks_and_foreign_letters_survive()
    {
        const string Name = "Say \"no\", twice\nor  ❤ Ünï";
        var quoted = "\"" + Name.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";
        var csv = "\uFEFF" + SongFiles.Csv(2, (0, "song_name", quoted)).Replace("\n0.5", "\r\n0.5", StringComparison.Ordinal);
        Assert.Equal(Name, SongData.Read(_folder.Write("s.csv", csv.Replace("\r", "", StringComparison.Ordinal))).Table["song_name"][0]);
    }

    [Theory]
    [InlineData("it's \"odd\"; drop table songs.csv")]
    [InlineData("a[1]*?.csv")]
    [InlineData("songs.csv.gz")]
    [InlineData("genre=Rap")]
    public void Any_file_name_is_read_as_it_stands(string name) =>
        Assert.Equal(2, SongData.Read(_folder.Write(name, SongFiles.Csv(2))).Table.Rows.Count);

    [Fact]
    public void A_folder_stands_for_the_published_files_name_in_it_or_its_only_table()
    {
        _folder.Write("notes.txt", "not a table");
        var only = _folder.Write("mine.csv", SongFiles.Csv(1));
        Assert.Equal(only, SongData.Read(_folder.Path).Source.File);

        SongFiles.Parquet(_folder["other.parquet"]);
        Assert.Contains("2 files (mine.csv, other.parquet)", OneLine.ErrorOf(() => SongData.Read(_folder.Path)), StringComparison.Ordinal);

        var published = SongFiles.Parquet(_folder["genres_mod.parquet"]);
        Assert.Equal(published, SongData.Read(_folder.Path).Source.File);
    }

    [Fact]
    public void Whole_numbers_may_be_stored_as_doubles_and_columns_without_a_value_as_anything()
    {
        var file = SongFiles.Parquet(_folder["s.parquet"], ("key", "5.0::DOUBLE"), ("tempo", "120::SMALLINT"), ("title", "NULL::INTEGER"));
        var table = SongData.Read(file).Table;
        Assert.Equal(5L, table["key"][2]);
        Assert.Equal(120.0, table["tempo"][2]);
        Assert.Null(Assert.IsType<StringDataFrameColumn>(table["title"])[2]);
    }

    [Fact]
    public void Generated_songs_are_recognised_and_others_are_not()
    {
        Assert.True(SongData.Read(_folder.Write("a.csv", SongFiles.Csv(1, (0, "type", "synthetic_sample")))).Source.IsSynthetic);
        Assert.False(SongData.Read(_folder.Write("b.csv", SongFiles.Csv(2, (0, "type", "synthetic_sample")))).Source.IsSynthetic);
    }

    [Fact]
    public void Genres_may_be_missing_or_unknown_where_they_are_to_be_predicted()
    {
        var unknown = _folder.Write("s.csv", SongFiles.Csv(3, (0, "genre", "Polka"), (1, "genre", "")));
        Assert.Equal([-1, -1, 8], SongData.Read(unknown, requireGenre: false).Clean(dropDuplicates: false).Labels);

        var without = SongFiles.Parquet(_folder["s.parquet"], ("genre", ""));
        Assert.Equal([-1, -1, -1], SongData.Read(without, requireGenre: false).Clean(dropDuplicates: false).Labels);
    }

    [Fact]
    public void The_published_file_is_recognised_by_its_bytes_and_by_its_content_in_another_format()
    {
        var songs = RealData.Songs;
        Assert.True(songs.Source.IsPublished);
        Assert.False(songs.Source.IsSynthetic);
        Assert.Equal(SongData.Card.Sha256, songs.Source.Sha256);
        Assert.Equal(SongData.Card.Rows, songs.Table.Rows.Count);

        TableFile.Write(songs.Table, _folder["songs.csv"]);
        var csv = SongData.Read(_folder["songs.csv"]);
        Assert.True(csv.Source.IsPublished);
        Assert.NotEqual(SongData.Card.Sha256, csv.Source.Sha256);
    }
}
