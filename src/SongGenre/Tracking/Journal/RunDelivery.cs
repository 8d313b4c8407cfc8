namespace SongGenre.Tracking.Journal;

/// <summary>
/// Brings a run's events to its trackers while the run goes on, each on a thread of its own: a slow one holds up neither
/// the run nor another tracker. What one can't take is said once and tried again, less and less often.
/// </summary>
internal sealed class RunDelivery : IDisposable
{
    private const int MostAtOnce = 1000;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AtOnce = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private readonly RunJournal _journal;
    private readonly Action<string> _say;
    private readonly ManualResetEventSlim _ended = new();
    private readonly List<(IRunSink Sink, Thread Thread, AutoResetEvent More)> _lanes = [];
    private int _users;

    /// <summary>Begins.</summary>
    /// <param name="journal">The run's journal, closed once the last of run and trackers is done with it.</param>
    /// <param name="sinks">The trackers.</param>
    /// <param name="say">Told in a line what goes wrong.</param>
    public RunDelivery(RunJournal journal, IReadOnlyList<IRunSink> sinks, Action<string> say)
    {
        _journal = journal;
        _say = say;
        _users = sinks.Count + 1;
        foreach (var sink in sinks)
        {
            var more = new AutoResetEvent(initialState: false);
            var thread = new Thread(() => Work(sink, more)) { IsBackground = true, Name = "tracking " + sink.Name };
            _lanes.Add((sink, thread, more));
            thread.Start();
        }
    }

    /// <summary>Brings what there is now, without waiting for the next second.</summary>
    public void Hurry() => _lanes.ForEach(lane => lane.More.Set());

    /// <summary>Brings what is left once the run has said its last. True if every tracker has everything.</summary>
    /// <param name="patience">How long to wait for all of them.</param>
    public bool Finish(TimeSpan patience)
    {
        var end = DateTime.UtcNow + patience;
        _ended.Set();
        foreach (var (_, thread, _) in _lanes)
        {
            var left = end - DateTime.UtcNow;
            thread.Join(left > TimeSpan.Zero ? left : TimeSpan.Zero);
        }

        return _lanes.All(lane => _journal.Sent(lane.Sink.Name) == _journal.Count);
    }

    /// <summary>Leaves the journal to those trackers that aren't done with it.</summary>
    public void Dispose()
    {
        _ended.Set();
        Leave();
    }

    /// <summary>
    /// Brings the runs that earlier processes left behind to their trackers, and removes what every tracker has.
    /// </summary>
    /// <param name="root">The folder of all journals.</param>
    /// <param name="sinks">The trackers that a run was started with.</param>
    /// <param name="say">Told in a line what still can't be sent.</param>
    public static void SendLeft(string root, Func<RunStarted, IReadOnlyList<IRunSink>> sinks, Action<string> say)
    {
        // What doesn't answer for one run isn't asked for all the others.
        var broken = new HashSet<(string Sink, string? Store)>();
        var kept = 0;
        foreach (var journal in RunJournal.Left(root, say))
        {
            using (journal)
            {
                // A process that died at once left nothing to send.
                var started = journal.Events(0, 1) is [RunStarted first] ? first : null;
                var all = started is null ? [] : sinks(started);
                var have = all.Count(sink => Try(sink.Name, () => Send(journal, sink), (sink.Name, started?.Store)));
                foreach (var sink in all) (sink as IDisposable)?.Dispose();
                if (have == all.Count) Try("it", journal.Remove, ("", null));
                else kept++;
            }

            bool Try(string what, Action act, (string Sink, string? Store) place)
            {
                if (broken.Contains(place)) return false;
                try
                {
                    act();
                    return true;
                }
                catch (Exception failure)
                {
                    // What waits for another run says nothing of the tracker.
                    if (place.Sink.Length > 0 && failure is not TimeoutException) broken.Add(place);
                    say($"{journal.Folder} is kept: {what}: {failure.Message.ReplaceLineEndings(" ")}");
                    return false;
                }
            }
        }

        if (kept > 1) say(FormattableString.Invariant($"{root} keeps {kept} runs until they can be sent"));
    }

    private static void Send(RunJournal journal, IRunSink sink)
    {
        var sent = journal.Sent(sink.Name);
        while (journal.Events(sent, MostAtOnce) is { Count: > 0 } events)
        {
            sink.Deliver(journal, events);
            sent += events.Count;
            journal.MarkSent(sink.Name, sent);
        }
    }

    private void Leave()
    {
        if (Interlocked.Decrement(ref _users) > 0) return;
        foreach (var (_, _, more) in _lanes) more.Dispose();
        _journal.Dispose();
        _ended.Dispose();
    }

    private void Work(IRunSink sink, AutoResetEvent more)
    {
        // The first time at once: to open a tracker takes a while, and a run mostly begins with waiting for a disk.
        var (pause, isSaid) = (AtOnce, false);
        while (true)
        {
            // Whoever failed isn't hurried.
            if (pause <= Interval) WaitHandle.WaitAny([_ended.WaitHandle, more], pause);
            // Asked before the events are: what the run said before its end is among them.
            var hasEnded = _ended.Wait(pause <= Interval ? TimeSpan.Zero : pause);
            try
            {
                Send(_journal, sink);
                pause = Interval;
            }
            catch (Exception failure)
            {
                pause = pause < Interval ? Interval : pause;
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
                if (!isSaid) _say(Describe(sink, failure));
                isSaid = true;
            }

            if (!hasEnded) continue;
            try
            {
                (sink as IDisposable)?.Dispose();
            }
            catch (Exception failure)
            {
                if (!isSaid) _say(Describe(sink, failure));
            }

            Leave();
            return;
        }
    }

    private string Describe(IRunSink sink, Exception failure) =>
        $"{sink.Name} doesn't take the run's record: {failure.Message.ReplaceLineEndings(" ").TrimEnd('.')}; "
        + $"the run goes on, and {_journal.Folder} keeps what it says for later";
}
