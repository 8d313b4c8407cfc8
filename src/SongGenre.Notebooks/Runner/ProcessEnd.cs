using System.Globalization;

namespace SongGenre.Notebooks.Runner;

/// <summary>Why a notebook's process ended, from its exit code and what it wrote last.</summary>
internal static class ProcessEnd
{
    private const int AccessViolation = unchecked((int)0xC0000005);
    private const int StackOverflow = unchecked((int)0xC00000FD);
    private const string Unhandled = "Unhandled exception. ";

    /// <summary>Whether the runtime gave up because its heap was full.</summary>
    public static bool IsOutOfMemory(string? words) =>
        words is not null && (words.StartsWith("Out of memory", StringComparison.Ordinal)
            || words.Contains("System.OutOfMemoryException", StringComparison.Ordinal));

    /// <summary>The first line that says something; null when there is none.</summary>
    public static string? FirstWords(string? complaint)
    {
        var lines = (complaint ?? "").Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0)
            .Take(2).ToList();
        // The runtime says what happened in the line below.
        return lines is ["Fatal error." or "Process terminated." or "Unhandled exception.", var what]
            ? $"{lines[0]} {what}"
            : lines.FirstOrDefault();
    }

    /// <summary>The reason, as the end of a sentence.</summary>
    public static string Reason(int exitCode, string? words)
    {
        string code = exitCode is < 0 or > 255
            ? string.Create(CultureInfo.InvariantCulture, $"exit code 0x{exitCode:X8}")
            : string.Create(CultureInfo.InvariantCulture, $"exit code {exitCode}");
        return (exitCode, words) switch
        {
            (_, "Stack overflow.") or (StackOverflow, _) =>
                "the stack overflowed, probably by a recursion without an end.",
            (_, { } text) when text.StartsWith(Unhandled, StringComparison.Ordinal) =>
                $"an exception was caught nowhere, as on a thread of the cell's own: {text[Unhandled.Length..]}",
            (_, { } text) when text.Contains("System.AccessViolationException", StringComparison.Ordinal) =>
                Native(code),
            (139 or AccessViolation, _) => Native(code),
            (137, _) => "it was killed (signal 9), as a system does when memory runs out.",
            ( > 128 and < 160, null) => $"signal {exitCode - 128}.",
            ( > 128 and < 160, { } text) => $"signal {exitCode - 128}, {text}",
            (_, null) => $"{code}.",
            (_, { } text) => $"{code}, {text}",
        };
    }

    private static string Native(string code) => $"native code used memory that isn't its own ({code}).";
}
