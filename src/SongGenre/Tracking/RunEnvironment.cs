using System.ComponentModel;
using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;

namespace SongGenre.Tracking;

/// <summary>Where a run took place and with which versions.</summary>
/// <param name="Host">The machine's name.</param>
/// <param name="OperatingSystem">Name and version of the operating system.</param>
/// <param name="Architecture">The processor's architecture.</param>
/// <param name="Processors">How many processors the run may use.</param>
/// <param name="Runtime">The .NET runtime's version.</param>
/// <param name="Versions">Assembly to version: this library and what it computes with.</param>
/// <param name="Commit">The commit of the working tree; null outside a repository or without git.</param>
/// <param name="IsDirty">Whether the working tree differs from the commit; null when there is none.</param>
public sealed record RunEnvironment(
    string Host,
    string OperatingSystem,
    string Architecture,
    int Processors,
    string Runtime,
    IReadOnlyDictionary<string, string> Versions,
    string? Commit,
    bool? IsDirty)
{
    private static readonly Assembly[] Recorded =
    [
        typeof(RunEnvironment).Assembly,
        typeof(Microsoft.Data.Analysis.DataFrame).Assembly,
        typeof(Microsoft.ML.MLContext).Assembly,
        typeof(DuckDB.NET.Data.DuckDBConnection).Assembly,
        typeof(ScottPlot.Plot).Assembly,
    ];

    /// <summary>Reads it from the machine; <paramref name="folder"/> is where a repository is looked for.</summary>
    public static RunEnvironment Read(string folder)
    {
        var commit = Git(folder, "rev-parse", "HEAD");
        var changes = commit is null ? null : Git(folder, "status", "--porcelain");
        return new(
            Environment.MachineName,
            RuntimeInformation.OSDescription,
            RuntimeInformation.ProcessArchitecture.ToString(),
            Environment.ProcessorCount,
            RuntimeInformation.FrameworkDescription,
            Recorded.ToDictionary(a => a.GetName().Name!, Version),
            commit,
            changes is null ? null : changes.Length > 0);
    }

    private static string Version(Assembly assembly) =>
        assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0]
        ?? assembly.GetName().Version!.ToString();

    private static string? Git(string folder, params string[] arguments)
    {
        try
        {
            using var git = Process.Start(new ProcessStartInfo("git", arguments)
            {
                WorkingDirectory = folder,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            var errors = git.StandardError.ReadToEndAsync();
            var output = git.StandardOutput.ReadToEnd().Trim();
            git.WaitForExit();
            errors.Wait();
            return git.ExitCode == 0 ? output : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
