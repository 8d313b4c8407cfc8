namespace SongGenre.Notebooks.Kernel;

/// <summary>Whether code that is being typed can run.</summary>
public enum CompletenessStatus
{
    /// <summary>It parses as it is.</summary>
    Complete,

    /// <summary>It may parse once more lines follow.</summary>
    Incomplete,

    /// <summary>It can't run whatever follows.</summary>
    Invalid,
}
