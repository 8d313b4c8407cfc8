using SongGenre.Tracking.Journal;

namespace SongGenre.Tracking.Mlflow;

// A run is told the id that its parent has here, and a server makes that up once the parent comes there.
internal sealed partial class MlflowSink
{
    /// <summary>The tag with the id of the run that a run is a part of.</summary>
    public const string ParentTag = "mlflow.parentRunId";

    private const int IdLength = 32;

    private bool _hasParent;

    // Takes the parent's own id out of what is set as it is.
    private static bool NameParent(RunJournal journal, Dictionary<string, string> tags) =>
        ParentOf(journal) is { } parent && tags.GetValueOrDefault(ParentTag) == parent && tags.Remove(ParentTag);

    private static string? ParentOf(RunJournal journal) => ((RunStarted)journal.Events(0, 1)[0]).Parent;

    private bool LogParent(RunJournal journal)
    {
        if (_hasParent || ParentOf(journal) is not { } parent) return true;
        if (Known(parent) is not { } id) return false;
        LogTags(new() { [ParentTag] = id });
        return _hasParent = true;
    }

    // All else is there by now, so whoever waits for the parent is only the tag. It comes as long as there is a journal of
    // it. That is asked first: a journal goes once its run is there.
    private void RequireParent(RunJournal journal)
    {
        var started = (RunStarted)journal.Events(0, 1)[0];
        var mayCome = started.Parent is { } parent && MayCome(journal, started, parent);
        if (LogParent(journal)) return;
        if (mayCome) throw new SongGenreException($"the run {started.Parent}, of which it is a part, isn't there yet.");
        say($"mlflow leaves out a part of run {_run!.Id}: the run {started.Parent}, of which it is a part, isn't there");
    }

    private string? Known(string id)
    {
        if (id.Length != IdLength) return null;
        try
        {
            return Store.GetRun(id).Info.Id;
        }
        catch (SongGenreException refusal) when (refusal.IsRefusal)
        {
            return null;
        }
    }

    private static bool MayCome(RunJournal journal, RunStarted started, string parent)
    {
        string[] roots =
            [Path.GetDirectoryName(journal.Folder)!, .. new TrackingOptions { Store = started.Store }.Journals];
        return roots.Any(root => RunJournal.StartOf(Path.Combine(root, parent))?.Store == started.Store);
    }
}
