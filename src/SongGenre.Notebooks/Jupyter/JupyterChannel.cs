namespace SongGenre.Notebooks.Jupyter;

/// <summary>The channels that carry messages; the heartbeat carries bytes alone.</summary>
internal enum JupyterChannel
{
    /// <summary>Requests that are handled in their order.</summary>
    Shell,

    /// <summary>Requests that are handled even while a cell runs.</summary>
    Control,

    /// <summary>The kernel's questions and their answers.</summary>
    Stdin,

    /// <summary>What all clients hear.</summary>
    IOPub,
}
