namespace SongGenre.Tracking.Wandb;

/// <summary>
/// A clock that stands at what happened last, however long ago that was: for who writes down later what a run said. It
/// never goes back, whatever becomes of the machine's clock.
/// </summary>
/// <param name="start">Where it stands at first.</param>
internal sealed class EventClock(DateTimeOffset start) : TimeProvider
{
    // Read by the thread that ends the process, too.
    private long _ticks = start.UtcTicks;

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>Moves it on to a time, unless it is past that.</summary>
    public void MoveTo(DateTimeOffset time) => Volatile.Write(ref _ticks, Math.Max(_ticks, time.UtcTicks));

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => new(Volatile.Read(ref _ticks), TimeSpan.Zero);

    /// <inheritdoc/>
    public override long GetTimestamp() => Volatile.Read(ref _ticks);
}
