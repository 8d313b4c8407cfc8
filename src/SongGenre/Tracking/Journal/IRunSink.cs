namespace SongGenre.Tracking.Journal;

/// <summary>A tracker that takes what runs say.</summary>
internal interface IRunSink
{
    /// <summary>Its name, which is a file's name too.</summary>
    string Name { get; }

    /// <summary>
    /// Takes the next events of a run. The same events may come again, where the process died before it could note that
    /// they were taken: that must do no harm.
    /// </summary>
    /// <param name="journal">The run's journal, which has the files.</param>
    /// <param name="events">The events, one after the other.</param>
    /// <exception cref="SongGenreException">They couldn't be taken; they will come again.</exception>
    void Deliver(RunJournal journal, IReadOnlyList<RunEvent> events);
}
