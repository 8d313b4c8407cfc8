using SongGenre.Tracking.Journal;

namespace SongGenre.Tracking;

public sealed partial class TrackedRun
{
    /// <summary>Records a file: a copy of what it is now.</summary>
    /// <param name="path">Its name among the run's files, such as <c>plots/importances.png</c>.</param>
    /// <param name="file">The file.</param>
    public void File(string path, string file) => File(path, copy => System.IO.File.Copy(file, copy));

    /// <summary>Records a text as a file.</summary>
    /// <param name="path">Its name among the run's files, such as <c>importances.csv</c>.</param>
    /// <param name="content">The text; it becomes UTF-8.</param>
    public void Text(string path, string content) => File(path, file => System.IO.File.WriteAllText(file, content));

    /// <summary>Records bytes as a file.</summary>
    /// <param name="path">Its name among the run's files, such as <c>plots/importances.png</c>.</param>
    /// <param name="content">The bytes.</param>
    public void Bytes(string path, byte[] content) => File(path, file => System.IO.File.WriteAllBytes(file, content));

    /// <summary>Records a file.</summary>
    /// <param name="path">Its name among the run's files, such as <c>plots/importances.png</c>.</param>
    /// <param name="write">Writes the file to the path that it is given.</param>
    public void File(string path, Action<string> write) => Kept(journal => journal.Keep(path, write), journal =>
        journal.Append(new FileLogged(Now, path)));

    /// <summary>Records a folder of files.</summary>
    /// <param name="path">Its name among the run's files, such as <c>report</c>.</param>
    /// <param name="write">Makes the folder that it is given, which isn't there.</param>
    public void Folder(string path, Action<string> write)
    {
        IReadOnlyList<string> names = [];
        Kept(journal => names = journal.KeepFolder(path, write), journal =>
        {
            foreach (var name in names) journal.Append(new FileLogged(Now, name));
        });
    }

    /// <summary>Records the model that the run made.</summary>
    /// <param name="write">
    /// Makes the folder that it is given, which isn't there: a model of MLflow's, such as
    /// <see cref="Mlflow.MlflowModel.Save"/> writes.
    /// </param>
    public void Model(Action<string> write) => Kept(
        journal => journal.KeepFolder(Mlflow.MlflowModel.Name, write),
        journal => journal.Append(new ModelLogged(Now, Mlflow.MlflowModel.Name)));

    // What takes long holds up no other thread's record.
    private void Kept(Action<RunJournal> keep, Action<RunJournal> tell)
    {
        if (_hasEnded || !Write(keep)) return;
        Log(tell);
        Log(_ => _delivery!.Hurry());
    }
}
