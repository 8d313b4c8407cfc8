using SongGenre.Data;
using SongGenre.Tests.Data;

namespace SongGenre.Tests.Tuning;

/// <summary>Generated songs, among them repeated recordings, and a small experiment on them.</summary>
internal static class SampledSongs
{
    private static readonly Lazy<CleanSongs> Made = new(() => Create(900, 5));

    public static CleanSongs Songs => Made.Value;

    public static Split Split { get; } = SongGenre.Data.Split.Create(Songs, new());

    public static Experiment Experiment { get; } = new() { Forest = new() { Trees = 9, MaxDepth = 6 } };

    public static CleanSongs Create(int rows, int seed)
    {
        using var folder = new TemporaryFolder();
        TableFile.Write(SongSample.Generate(rows, seed), folder["songs.csv"]);
        return SongData.Read(folder["songs.csv"]).Clean();
    }
}
