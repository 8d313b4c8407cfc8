namespace SongGenre;

/// <summary>
/// An error that a user caused and can mend. The message is one line: what is wrong, where (file, row, column, key),
/// and what to do.
/// </summary>
public sealed class SongGenreException : Exception
{
    /// <summary>Creates the error from its one-line message.</summary>
    public SongGenreException(string message) : base(message) { }

    /// <summary>Creates the error from its one-line message and the failure behind it.</summary>
    public SongGenreException(string message, Exception innerException) : base(message, innerException) { }

    /// <summary>
    /// Whether a store looked at what it was given and will never take it, so that there is no use in trying again: a
    /// name or a value over its limits, a parameter that has another value.
    /// </summary>
    public bool IsRefusal { get; init; }
}
