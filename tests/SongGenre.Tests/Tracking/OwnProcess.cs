using System.Diagnostics;

namespace SongGenre.Tests.Tracking;

/// <summary>This test program as another process, which variables tell what to do before any test.</summary>
internal static class OwnProcess
{
    // A test that fails may leave one behind.
    private static readonly TimeSpan LongestLife = TimeSpan.FromMinutes(5);

    /// <summary>Starts one.</summary>
    public static Process Start(params IEnumerable<(string Name, string Value)> variables)
    {
        var program = Environment.ProcessPath!;
        var isHost = Path.GetFileNameWithoutExtension(program) == "dotnet";
        var start = new ProcessStartInfo(program, isHost ? [typeof(OwnProcess).Assembly.Location] : [])
        {
            RedirectStandardOutput = true,
        };
        foreach (var (name, value) in variables) start.Environment[name] = value;
        return Process.Start(start)!;
    }

    /// <summary>What a variable asks of this process; null in one that tests.</summary>
    public static string? Order(string variable)
    {
        var order = Environment.GetEnvironmentVariable(variable);
        if (order is not null) new Thread(EndInTime) { IsBackground = true }.Start();
        return order;
    }

    private static void EndInTime()
    {
        Thread.Sleep(LongestLife);
        Environment.Exit(3);
    }
}
