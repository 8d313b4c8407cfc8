using SongGenre.Notebooks.Documents;

namespace SongGenre.Cli.Tests;

/// <summary>A folder with a notebook of its own, its executed copy and songs that pass for real ones.</summary>
internal sealed class NotebookFolder : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public NotebookFolder(params string[] cells) => NotebookFile.Write(Notebook, new Notebook
    {
        Cells = [.. cells.Select((code, i) => new Cell { Kind = CellKind.Code, Id = $"c{i + 1}", Source = code })],
    });

    public string Path => _folder.Path;

    public string Notebook => _folder["own.ipynb"];

    public string Out => _folder["out"];

    public Notebook Executed => NotebookFile.Read(System.IO.Path.Combine(Out, "own.ipynb"));

    /// <summary>Generated songs without the mark of generated songs.</summary>
    public string RealLooking(TrainedSample sample) => _folder.Write(
        "songs.csv",
        File.ReadAllText(sample.SongsAsText).Replace("synthetic_sample", "audio_features", StringComparison.Ordinal));

    public void Dispose() => _folder.Dispose();
}
