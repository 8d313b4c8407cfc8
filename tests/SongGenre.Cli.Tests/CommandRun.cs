using System.Diagnostics;
using System.Text.Json.Nodes;

namespace SongGenre.Cli.Tests;

/// <summary>A run of the command to its end: its exit code and what it wrote.</summary>
internal sealed record CommandRun(int ExitCode, string Output, string Error)
{
    public string[] ErrorLines => Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Standard output as the one JSON object that it must be.</summary>
    public JsonObject Json => JsonNode.Parse(Output)!.AsObject();

    /// <summary>Runs the command in this process.</summary>
    public static async Task<CommandRun> Of(params string[] args)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var code = await CommandTree.RunAsync(args, output, error);
        return new(code, output.ToString(), error.ToString());
    }

    /// <summary>Runs the command in this process; it must succeed.</summary>
    public static async Task<CommandRun> Successful(params string[] args)
    {
        var run = await Of(args);
        Assert.True(run.ExitCode == 0, $"songgenre {string.Join(' ', args)}: exit code {run.ExitCode}\n{run.Error}");
        return run;
    }

    /// <summary>Runs the built command as a process of its own, as a user would.</summary>
    public static Task<CommandRun> InProcess(string folder, params string[] args) => InProcess(folder, args, []);

    /// <summary>The same with variables of its own.</summary>
    public static async Task<CommandRun> InProcess(string folder, string[] args, Dictionary<string, string> variables)
    {
        using var process = Start(folder, args, variables);
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new(process.ExitCode, output.ReplaceLineEndings("\n"), (await error).ReplaceLineEndings("\n"));
    }

    /// <summary>Starts the built command in a folder, without the data and overrides of this process.</summary>
    public static Process Start(string folder, params string[] args) => Start(folder, args, []);

    /// <summary>The same with variables of its own.</summary>
    public static Process Start(string folder, string[] args, Dictionary<string, string> variables)
    {
        var command = Path.Combine(AppContext.BaseDirectory, "SongGenre.Cli.dll");
        // Whoever runs the tests in the background makes them, and so the command, ignore Ctrl+C.
        string[] line = OperatingSystem.IsLinux()
            ? ["env", "--default-signal=INT", "dotnet", command]
            : ["dotnet", command];
        var start = new ProcessStartInfo(line[0], [.. line[1..], .. args])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Remove("SONGGENRE_DATA");
        start.Environment.Remove("SONGGENRE_SET");
        foreach (var (name, value) in variables) start.Environment[name] = value;
        return Process.Start(start)!;
    }
}
