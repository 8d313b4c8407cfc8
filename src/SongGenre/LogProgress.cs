namespace SongGenre;

/// <summary>Lines in a log: one for each tenth of the work, and no more than one a second.</summary>
internal sealed class LogProgress(TextWriter log, TimeProvider time) : IProgressFace
{
    private int _tenth;
    private long _shown = time.GetTimestamp();

    public void Show(ProgressState state, string? timeLeft)
    {
        var tenth = (int)(state.Share * 10);
        if (tenth < _tenth) _tenth = tenth;
        if (tenth == _tenth || state.Done >= state.Total || time.GetElapsedTime(_shown).TotalSeconds < 1) return;
        (_tenth, _shown) = (tenth, time.GetTimestamp());
        log.WriteLine(state.Text(timeLeft));
    }

    public void End(ProgressState state) => log.WriteLine(state.Summary);
}
