using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace SongGenre.Tracking;

/// <summary>Where a run took place and with which versions.</summary>
/// <param name="Host">The machine's name.</param>
/// <param name="OperatingSystem">Name and version of the operating system.</param>
/// <param name="Architecture">The processor's architecture.</param>
/// <param name="Processors">How many processors the run may use.</param>
/// <param name="Runtime">The .NET runtime's version.</param>
/// <param name="Versions">Package or project to version: everything that the program was built from.</param>
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
            Packages(),
            commit,
            changes is null ? null : changes.Length > 0);
    }

    // What the running program was built from, as its deps.json lists it: packages and projects with their versions.
    private static SortedDictionary<string, string> Packages()
    {
        var versions = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var file = (AppContext.GetData("APP_CONTEXT_DEPS_FILES") as string)?.Split(';')[0];
        if (!File.Exists(file)) return versions;
        using var dependencies = JsonDocument.Parse(File.ReadAllBytes(file));
        foreach (var library in dependencies.RootElement.GetProperty("libraries").EnumerateObject())
        {
            var parts = library.Name.Split('/');
            versions[parts[0]] = parts[^1];
        }

        return versions;
    }

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
