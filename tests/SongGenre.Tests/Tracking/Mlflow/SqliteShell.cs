using System.Diagnostics;
using SongGenre.Notebooks.Tests.Reports;

namespace SongGenre.Tests.Tracking.Mlflow;

/// <summary>SQLite's own command line: reads a store without a line of this project's code.</summary>
internal static class SqliteShell
{
    /// <summary>What statements answer, a line a row.</summary>
    public static string[] Run(string file, params string[] statements)
    {
        var start = new ProcessStartInfo(RequiredTool.Find("sqlite3"), ["-bail", file, .. statements])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, errors.GetAwaiter().GetResult());
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>A store that is whole: no reference into nothing, no damaged page, no index that differs.</summary>
    public static void AssertWhole(string file) => Assert.Equal(
        ["ok"], Run(file, "PRAGMA foreign_keys = ON", "PRAGMA foreign_key_check", "PRAGMA integrity_check"));
}
