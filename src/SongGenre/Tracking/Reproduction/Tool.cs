using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace SongGenre.Tracking.Reproduction;

/// <summary>A program that a reproduction needs.</summary>
internal static class Tool
{
    /// <summary>Runs a program to its end.</summary>
    /// <param name="folder">Where.</param>
    /// <param name="program">Its name.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="environment">Variables that it gets; null takes one away.</param>
    /// <param name="line">Told each line that it writes to standard error.</param>
    /// <param name="cancel">Ends it and everything that it started.</param>
    /// <returns>Its exit code, and what it wrote to standard output and error.</returns>
    /// <exception cref="SongGenreException">It isn't there.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static (int Code, string Output) Run(
        string folder,
        string program,
        IEnumerable<string> arguments,
        IReadOnlyDictionary<string, string?>? environment = null,
        Action<string>? line = null,
        CancellationToken cancel = default)
    {
        cancel.ThrowIfCancellationRequested();
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string?>())
        {
            if (value is null) start.Environment.Remove(name);
            else start.Environment[name] = value;
        }

        var text = new StringBuilder();
        using var process = Started(start);
        process.StandardInput.Close();
        process.OutputDataReceived += (_, e) => Take(e.Data, null);
        process.ErrorDataReceived += (_, e) => Take(e.Data, line);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        using (cancel.Register(() => End(process))) process.WaitForExit();
        cancel.ThrowIfCancellationRequested();
        return (process.ExitCode, text.ToString());

        void Take(string? said, Action<string>? tell)
        {
            if (said is null) return;
            lock (text) text.Append(said).Append('\n');
            tell?.Invoke(said);
        }
    }

    private static Process Started(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new SongGenreException($"{start.FileName} isn't installed, or isn't on the PATH: install it.", e);
        }
    }

    private static void End(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It ended by itself meanwhile.
        }
    }
}
