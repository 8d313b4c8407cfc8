using System.Diagnostics;

namespace SongGenre.Cli.Tests.Clients;

/// <summary>A client's run to its end.</summary>
internal static class ClientRun
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    public static async Task<CommandRun> Of(
        string program, string folder, IReadOnlyDictionary<string, string> environment, params string[] args)
    {
        var start = new ProcessStartInfo(program, args)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        // A kernel that a client leaves behind holds its streams open: without a limit, this would wait for ever.
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken).WaitAsync(Limit);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new(process.ExitCode, output, await error.WaitAsync(Limit));
    }

    /// <summary>A program beside this test.</summary>
    public static string File(string name) => Path.Combine(AppContext.BaseDirectory, "Clients", name);
}
