namespace SongGenre.Tests.Tracking.Wandb;

/// <summary>A program that a test needs and a machine may lack.</summary>
internal static class RequiredTool
{
    /// <summary>The program on the path; else the test is skipped, or fails under SONGGENRE_REQUIRE_TOOLS=1.</summary>
    public static string Find(string name)
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        if (folders.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists) is { } file) return file;
        Assert.False(Environment.GetEnvironmentVariable("SONGGENRE_REQUIRE_TOOLS") == "1", $"{name} isn't installed.");
        Assert.Skip($"{name} isn't installed.");
        throw new InvalidOperationException();
    }
}
