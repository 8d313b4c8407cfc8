namespace SongGenre.Notebooks;

/// <summary>An error that a user caused and can mend, as one line: what is wrong, where (file, cell, line), what to do.</summary>
public class NotebookException : Exception
{
    /// <summary>Creates the error from its one-line message.</summary>
    public NotebookException(string message) : base(OneLine(message)) { }

    /// <summary>Creates the error from its one-line message and the failure behind it.</summary>
    public NotebookException(string message, Exception innerException) : base(OneLine(message), innerException) { }

    // Names and values out of files may have line breaks of their own, and be as long as a file.
    private static string OneLine(string message)
    {
        const int Longest = 1000;
        const int End = 300;
        var line = message.ReplaceLineEndings(" ");
        return line.Length <= Longest ? line : $"{line[..(Longest - End - 3)]} … {line[^End..]}";
    }
}
