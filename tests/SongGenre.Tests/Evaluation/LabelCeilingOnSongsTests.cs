using DuckDB.NET.Data;
using SongGenre.Evaluation;

namespace SongGenre.Tests.Evaluation;

public class LabelCeilingOnSongsTests
{
    // A recording is recognised by all audio columns but loudness.
    private const string Songs = """
        select
            dense_rank() over (order by danceability, energy, key, mode, speechiness, acousticness, instrumentalness,
                liveness, valence, tempo, duration_ms, time_signature) as recording,
            dense_rank() over (order by genre) as label,
            title is null as no_playlist
        from (select distinct * from read_parquet($file))
        """;

    [Fact]
    public void Songs_under_several_genres_limit_audio_to_928_in_1000_rows_and_859_for_the_non_electronic_genres()
    {
        List<int> recordings = [], labels = [], others = [];
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = Songs;
        command.Parameters.Add(new DuckDBParameter("file", RealData()));
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            if (reader.GetBoolean(2)) others.Add(labels.Count);
            recordings.Add((int)reader.GetInt64(0));
            labels.Add((int)reader.GetInt64(1));
        }

        var all = LabelCeiling.Compute([.. recordings], [.. labels]);
        Assert.Equal(41_975, all.Rows);
        Assert.Equal(0.928, all.Accuracy, 0.0005);
        Assert.InRange(all.Groups, 34_500, 35_500);
        Assert.InRange(all.ConflictingGroups, 2_380, 2_400);
        Assert.Equal(0.13, (double)all.ConflictingRows / all.Rows, 0.005);
        Assert.Equal(0.859, LabelCeiling.Compute([.. recordings], [.. labels], [.. others]).Accuracy, 0.0005);
    }

    private static string RealData()
    {
        var path = Environment.GetEnvironmentVariable("SONGGENRE_DATA");
        if (Directory.Exists(path)) path = Path.Combine(path, "genres_mod.parquet");
        if (File.Exists(path)) return path;
        Assert.False(
            Environment.GetEnvironmentVariable("SONGGENRE_REQUIRE_TOOLS") == "1", "SONGGENRE_DATA names no data set");
        Assert.Skip("SONGGENRE_DATA names no data set");
        return "";
    }
}
