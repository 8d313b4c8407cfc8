namespace SongGenre.Notebooks.Runner;

/// <summary>What <see cref="NotebookRun.Output"/> asks for can't be: a name in it, or where it leads.</summary>
public sealed class OutputPathException : NotebookException
{
    /// <summary>Creates the error from its one-line message.</summary>
    public OutputPathException(string message) : base(message) { }

    /// <summary>Creates the error from its one-line message and the failure behind it.</summary>
    public OutputPathException(string message, Exception innerException) : base(message, innerException) { }
}
