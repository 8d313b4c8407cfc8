namespace SongGenre.Notebooks.Tests.Reports;

/// <summary>A program that a test needs and a machine may lack.</summary>
public static class RequiredTool
{
    /// <summary>The first of the names on the path; else the test is skipped, or fails under SONGGENRE_REQUIRE_TOOLS=1.</summary>
    public static string Find(params string[] names)
    {
        string[] folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        if (names.SelectMany(name => folders.Select(folder => Path.Combine(folder, name))).FirstOrDefault(File.Exists) is { } file) return file;
        string reason = $"None of {string.Join(", ", names)} is installed.";
        if (Environment.GetEnvironmentVariable("SONGGENRE_REQUIRE_TOOLS") == "1") Assert.Fail(reason);
        Assert.Skip(reason);
        throw new InvalidOperationException(reason);
    }
}
