using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace SongGenre.Tracking;

/// <summary>Questions to the <c>git</c> command.</summary>
internal static class Git
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>What the command prints; null where it fails, hangs or isn't there.</summary>
    public static string? Run(string folder, params string[] arguments) => RunWith(index: null, folder, arguments);

    /// <summary>The same with another file for the index.</summary>
    public static string? RunWith(string? index, string folder, params string[] arguments)
    {
        try
        {
            var start = new ProcessStartInfo("git", arguments)
            {
                WorkingDirectory = folder,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                StandardOutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            };
            // A look must not write to the repository.
            start.Environment["GIT_OPTIONAL_LOCKS"] = "0";
            if (index is not null) start.Environment["GIT_INDEX_FILE"] = index;
            using var git = Process.Start(start)!;
            var errors = git.StandardError.ReadToEndAsync();
            var output = git.StandardOutput.ReadToEndAsync();
            if (!git.WaitForExit(Patience))
            {
                git.Kill(entireProcessTree: true);
                return null;
            }

            errors.Wait();
            return git.ExitCode == 0 ? output.Result : null;
        }
        catch (Exception e) when (e is Win32Exception or IOException or InvalidOperationException)
        {
            return null;
        }
    }
}
