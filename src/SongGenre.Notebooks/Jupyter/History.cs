namespace SongGenre.Notebooks.Jupyter;

/// <summary>What this session has run, and what earlier and other ones have.</summary>
/// <param name="file">Where it is kept; null keeps it in memory alone.</param>
internal sealed class History(HistoryFile? file)
{
    private readonly Lock gate = new();
    private readonly List<HistoryEntry> own = [];
    // 0 until the first entry claims a number.
    private int session;

    /// <summary>Adds what this session has run.</summary>
    /// <param name="line">The number of the execution.</param>
    /// <param name="input">The code.</param>
    /// <param name="output">The result as text, if any.</param>
    public void Add(int line, string input, string? output)
    {
        lock (gate)
        {
            var entry = new HistoryEntry(session, line, input, output);
            if (file is not null) session = file.Add(entry);
            own.Add(entry);
        }
    }

    /// <summary>All entries, the oldest first and those of this session last, and the number of this session.</summary>
    public (IReadOnlyList<HistoryEntry> Entries, int Session) Read()
    {
        lock (gate)
        {
            var kept = file?.Read() ?? [];
            var current = session > 0 ? session : 1 + kept.Select(entry => entry.Session).DefaultIfEmpty().Max();
            var others = kept.Where(entry => entry.Session != current);
            return ([.. others, .. own.Select(entry => entry with { Session = current })], current);
        }
    }
}
