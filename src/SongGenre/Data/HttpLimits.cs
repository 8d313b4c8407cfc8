namespace SongGenre.Data;

/// <summary>How long a conversation with a server waits.</summary>
internal sealed record HttpLimits
{
    /// <summary>The limits outside tests.</summary>
    public static HttpLimits Default { get; } = new();

    /// <summary>For all tries and pauses together; default 60 s.</summary>
    public TimeSpan Total { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>For an answer, and for each further piece of it; default 15 s.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>For a connection, after which the machine counts as offline; default 3 s.</summary>
    public TimeSpan Connect { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>The first pause between tries; each further one is about twice as long; default 0.5 s.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromSeconds(0.5);
}
