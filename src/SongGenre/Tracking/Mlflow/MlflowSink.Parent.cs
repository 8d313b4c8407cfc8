using SongGenre.Tracking.Journal;

namespace SongGenre.Tracking.Mlflow;

// A run is told its parent by the id that the parent has here. A store of this machine gives runs the ids that they
// have already; a server makes them up once the parent comes there.
internal sealed partial class MlflowSink
{
    /// <summary>The tag with the id of the run that a run is a part of.</summary>
    public const string ParentTag = "mlflow.parentRunId";

    private const int IdLength = 32;

    // A part that ends at once may be faster than its parent's first request.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private bool _hasParent;

    // Takes the parent's own id out of what is set as it is.
    private static bool NameParent(RunJournal journal, Dictionary<string, string> tags) =>
        ParentOf(journal) is { } parent && tags.GetValueOrDefault(ParentTag) == parent && tags.Remove(ParentTag);

    // Null also where its id is the one that it has here.
    private static string? ParentOf(RunJournal journal) =>
        journal.Events(0, 1) is [RunStarted started] && RunStore.IsServer(started.Store) ? started.Parent : null;

    private bool LogParent(RunJournal journal)
    {
        if (_hasParent || ParentOf(journal) is not { } parent) return true;
        if (Known(parent) is not { } id) return false;
        LogTags(new() { [ParentTag] = id });
        return _hasParent = true;
    }

    // All else is there by now, so only the tag waits for the parent, as long as there is a journal that may bring it.
    // The journal is asked for first: it goes once its run is there.
    private void RequireParent(RunJournal journal)
    {
        var mayCome = MayCome(journal);
        for (var end = DateTime.UtcNow + LongestWait; ; Thread.Sleep(Pause))
        {
            if (LogParent(journal)) return;
            var parent = $"the run {ParentOf(journal)}, of which it is a part, isn't there";
            if (!mayCome)
            {
                say($"mlflow leaves out a part of run {_run!.Id}: {parent}");
                return;
            }

            if (DateTime.UtcNow >= end) throw new TimeoutException($"{parent} yet.");
        }
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

    private static bool MayCome(RunJournal journal)
    {
        if (ParentOf(journal) is not { } parent) return false;
        var store = ((RunStarted)journal.Events(0, 1)[0]).Store;
        string[] roots = [Path.GetDirectoryName(journal.Folder)!, .. new TrackingOptions { Store = store }.Journals];
        return roots.Any(root => RunJournal.StartOf(Path.Combine(root, parent))?.Store == store);
    }
}
