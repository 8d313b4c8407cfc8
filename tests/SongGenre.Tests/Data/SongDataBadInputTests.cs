using SongGenre.Data;

namespace SongGenre.Tests.Data;

public sealed class SongDataBadInputTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("tempo", "fast", "row 1 (counted from 0), column 'tempo': 'fast' is no number")]
    [InlineData("tempo", "1;5", "row 1 (counted from 0), column 'tempo': '1;5' is no number")]
    [InlineData("energy", "NaN", "row 1 (counted from 0), column 'energy': the value is NaN")]
    [InlineData("loudness", "-Infinity", "row 1 (counted from 0), column 'loudness': the value is infinite")]
    [InlineData("loudness", "1e999", "row 1 (counted from 0), column 'loudness': the value is infinite")]
    [InlineData("key", "2.5", "row 1 (counted from 0), column 'key': 2.5 is no whole number")]
    [InlineData("duration_ms", "99999999999999999999", "row 1 (counted from 0), column 'duration_ms': 1E+20 is no whole number")]
    [InlineData("genre", "Polka", "row 1 (counted from 0), column 'genre': unknown genre 'Polka'; known are Dark Trap, Emo, ")]
    [InlineData("genre", "", "row 1 (counted from 0), column 'genre': the genre is missing")]
    [InlineData("genre", "\"two\nlines\"", "row 1 (counted from 0), column 'genre': unknown genre 'two lines'")]
    public void A_value_that_cannot_be_used_is_named_with_file_row_and_column(string column, string value, string expected)
    {
        var file = _folder.Write("s.csv", SongFiles.Csv(3, (1, column, value)));
        Assert.StartsWith($"{file}: {expected}", OneLine.ErrorOf(() => SongData.Read(file)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("danceability", "CASE i WHEN 2 THEN 'NaN'::DOUBLE ELSE 0.5 END", "row 2 (counted from 0), column 'danceability': the value is NaN")]
    [InlineData("tempo", "'-Infinity'::FLOAT", "row 0 (counted from 0), column 'tempo': the value is infinite")]
    [InlineData("key", "i + 0.5", "row 0 (counted from 0), column 'key': 0.5 is no whole number")]
    [InlineData("duration_ms", "170141183460469231731687303715884105727::HUGEINT", "row 0 (counted from 0), column 'duration_ms': 1.7014118346046923E+38 is no whole number")]
    [InlineData("tempo", "'120'", "column 'tempo' holds VARCHAR, it must hold numbers")]
    [InlineData("genre", "3", "column 'genre' holds INTEGER, it must hold text")]
    [InlineData("title", "[1, 2]", "column 'title' holds INTEGER[], it must hold text")]
    [InlineData("tempo", "", "column 'tempo' is missing")]
    public void A_Parquet_column_that_cannot_be_used_is_named(string column, string expression, string expected)
    {
        var file = SongFiles.Parquet(_folder["s.parquet"], (column, expression));
        var message = OneLine.ErrorOf(() => SongData.Read(file));
        Assert.StartsWith(file, message, StringComparison.Ordinal);
        Assert.Contains(expected, message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_missing_columns_are_named_and_case_counts()
    {
        var file = _folder.Write("s.csv", SongFiles.Csv(1)
            .Replace("tempo", "Tempo", StringComparison.Ordinal).Replace("title", "name", StringComparison.Ordinal));
        Assert.Equal(
            $"{file}: columns 'tempo', 'title' are missing; the first line must name them, separated by commas.",
            OneLine.ErrorOf(() => SongData.Read(file)));
    }

    [Fact]
    public void A_column_that_stands_twice_is_named()
    {
        var file = _folder.Write("s.csv", SongFiles.Csv(1).Replace("duration_ms", "tempo", StringComparison.Ordinal));
        Assert.Equal($"{file}: column 'tempo' stands in it twice; remove one.", OneLine.ErrorOf(() => SongData.Read(file)));
    }

    [Theory]
    [InlineData("", "the file is empty")]
    [InlineData("a", "columns 'danceability', ")]
    [InlineData("\ndanceability,energy\n", "columns 'danceability', ")]
    [InlineData("<!DOCTYPE html>\n<html>\n", "columns 'danceability', ")]
    public void Text_without_songs_is_refused(string text, string expected)
    {
        var file = _folder.Write("s.csv", text);
        Assert.StartsWith($"{file}: {expected}", OneLine.ErrorOf(() => SongData.Read(file)), StringComparison.Ordinal);
    }

    [Fact]
    public void Columns_without_rows_are_refused()
    {
        var file = _folder.Write("s.csv", SongFiles.Csv(0));
        Assert.Equal($"{file}: the file has columns but no rows.", OneLine.ErrorOf(() => SongData.Read(file)));
    }

    [Theory]
    [InlineData(",surplus\n", "line 3: Expected Number of Columns: 17 Found: 18")]
    [InlineData("\n0.5,0.75\n", "line 4: Expected Number of Columns: 17 Found: 2")]
    [InlineData("\n0.5,\"0.75\n", "a quoted value is never closed")]
    public void A_line_of_another_shape_is_named(string end, string expected)
    {
        var file = _folder.Write("s.csv", SongFiles.Csv(2).TrimEnd() + end);
        Assert.StartsWith($"{file}: {expected}", OneLine.ErrorOf(() => SongData.Read(file))
            .Replace("can't be read: ", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void Files_of_another_kind_are_refused()
    {
        byte[][] others =
        [
            [0x89, .. "PNG\r\n\u001a\n"u8, 0, 0, 0, 13], [.. "PK"u8, 3, 4, 0, 0], [0x1f, 0x8b, 8, 0], [0xff, 0xfe, (byte)'a', 0],
            [.. "caf"u8, 0xe9, (byte)'\n'],
        ];
        foreach (var bytes in others)
        {
            var file = _folder.Write("s.parquet", bytes);
            Assert.Equal(
                $"{file}: is neither a Parquet file nor comma-separated text in UTF-8.", OneLine.ErrorOf(() => SongData.Read(file)));
        }
    }

    [Fact]
    public void Bytes_that_are_no_UTF8_further_down_are_named_with_their_line()
    {
        var file = _folder.Write("s.csv", [.. System.Text.Encoding.UTF8.GetBytes(SongFiles.Csv(2000)), 0xe9, (byte)'\n']);
        Assert.StartsWith($"{file}: can't be read: line 2002: ", OneLine.ErrorOf(() => SongData.Read(file)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_cut_off_Parquet_file_is_refused_and_a_damaged_one_never_crashes()
    {
        var bytes = File.ReadAllBytes(SongFiles.Parquet(_folder["whole.parquet"]));
        foreach (var length in new[] { 4, 5, 11, bytes.Length / 2, bytes.Length - 1 })
        {
            var file = _folder.Write("s.parquet", bytes[..length]);
            Assert.Equal($"{file}: the Parquet file is cut off; get it again.", OneLine.ErrorOf(() => SongData.Read(file)));
        }

        for (var i = 4; i < bytes.Length - 4; i += 97)
        {
            var damaged = (byte[])bytes.Clone();
            damaged[i] ^= 0xff;
            var file = _folder.Write("s.parquet", damaged);
            var failure = Record.Exception(() => SongData.Read(file));
            if (failure is not null) Assert.StartsWith(file, Assert.IsType<SongGenreException>(failure).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_path_that_leads_nowhere_is_named()
    {
        var file = _folder["none.csv"];
        Assert.Equal($"{file}: no such file or folder.", OneLine.ErrorOf(() => SongData.Read(file)));
        Assert.Equal(
            $"{_folder.Path}: the folder holds neither genres_mod.parquet nor another .parquet or .csv file.",
            OneLine.ErrorOf(() => SongData.Read(_folder.Path)));
    }

    [Fact]
    public void A_device_is_not_waited_for()
    {
        if (!OperatingSystem.IsLinux()) Assert.Skip("The device is one of Linux.");
        Assert.Equal("/dev/zero: the file is empty.", OneLine.ErrorOf(() => SongData.Read("/dev/zero")));
    }

    [Fact]
    public void A_file_that_may_not_be_read_is_named()
    {
        if (Environment.IsPrivilegedProcess) Assert.Skip("This user may read every file.");
        var file = _folder.Write("s.csv", SongFiles.Csv(1));
        if (OperatingSystem.IsWindows()) Assert.Skip("The permission is one of Unix.");
        else File.SetUnixFileMode(file, UnixFileMode.None);
        Assert.StartsWith($"{file}: can't be read: ", OneLine.ErrorOf(() => SongData.Read(file)), StringComparison.Ordinal);
    }
}
