using System.Diagnostics;
using SongGenre.Notebooks.Tests.Reports;

namespace SongGenre.Cli.Tests.Clients;

/// <summary>The system's Python, which has the modules that Debian packages; another one on the path may lack them.</summary>
internal static class DebianPython
{
    /// <summary>Its program; skips the test when the module is missing, or fails it when tools are required.</summary>
    public static string Find(string module)
    {
        const string System = "/usr/bin/python3";
        if (File.Exists(System))
        {
            using var process = Process.Start(new ProcessStartInfo(System, ["-c", "import " + module]) { RedirectStandardError = true })!;
            process.StandardError.ReadToEnd();
            process.WaitForExit();
            if (process.ExitCode == 0) return System;
        }

        return RequiredTool.Find($"{System} with the module {module}");
    }
}
