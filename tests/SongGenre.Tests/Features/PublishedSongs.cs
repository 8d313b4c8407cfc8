using SongGenre.Data;

namespace SongGenre.Tests.Features;

/// <summary>The published songs after cleaning.</summary>
internal static class PublishedSongs
{
    private static readonly Lazy<CleanSongs> Cleaned = new(() => SongData.Load().Clean());

    /// <summary>The songs; skips the test where the file isn't at hand.</summary>
    public static CleanSongs Clean()
    {
        if (Environment.GetEnvironmentVariable(SongData.FileVariable) is not { Length: > 0 })
        {
            var required = Environment.GetEnvironmentVariable("SONGGENRE_REQUIRE_TOOLS") == "1";
            Assert.False(required, $"{SongData.FileVariable} must name the published file.");
            Assert.Skip($"{SongData.FileVariable} doesn't name the published file.");
        }

        return Cleaned.Value;
    }

    public static string[] Texts(string column) => [.. Clean().Table.Columns[column].Cast<string>()];
}
