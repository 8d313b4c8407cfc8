using SongGenre.Tracking.Journal;

namespace SongGenre.Tracking;

public sealed partial class TrackedRun
{
    private const string ModelFolder = "model";

    /// <summary>Records a file: a copy of what it is now.</summary>
    /// <param name="path">Its name among the run's files, such as <c>plots/importances.png</c>.</param>
    /// <param name="file">The file.</param>
    public void File(string path, string file) => Log(journal => journal.Keep(path, file));

    /// <summary>Records a text as a file.</summary>
    /// <param name="path">Its name among the run's files, such as <c>importances.csv</c>.</param>
    /// <param name="content">The text; it becomes UTF-8.</param>
    public void Text(string path, string content) =>
        Log(journal => journal.Keep(path, copy => System.IO.File.WriteAllText(copy, content)));

    /// <summary>Records bytes as a file.</summary>
    /// <param name="path">Its name among the run's files, such as <c>plots/importances.png</c>.</param>
    /// <param name="content">The bytes.</param>
    public void Bytes(string path, byte[] content) =>
        Log(journal => journal.Keep(path, copy => System.IO.File.WriteAllBytes(copy, content)));

    /// <summary>Records a folder of files.</summary>
    /// <param name="path">Its name among the run's files, such as <c>report</c>.</param>
    /// <param name="write">Makes the folder that it is given, which isn't there.</param>
    public void Folder(string path, Action<string> write) => Log(journal => journal.KeepFolder(path, write));

    /// <summary>Records the model that the run made, as the folder <c>model</c>.</summary>
    /// <param name="write">Makes the folder that it is given, which isn't there.</param>
    public void Model(Action<string> write) => Log(journal =>
    {
        journal.KeepFolder(ModelFolder, write);
        journal.Append(new ModelLogged(Now, ModelFolder));
    });
}
