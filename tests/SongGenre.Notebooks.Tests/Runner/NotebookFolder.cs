using System.Text.Json.Nodes;
using SongGenre.Notebooks.Documents;
using SongGenre.Notebooks.Runner;

namespace SongGenre.Notebooks.Tests.Runner;

/// <summary>A temporary folder with notebooks, and a folder for their outputs.</summary>
public sealed class NotebookFolder : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("notebooks").FullName;

    public string Notebooks => Directory.CreateDirectory(Path.Combine(root, "notebooks")).FullName;

    public string Outputs => Path.Combine(root, "out");

    public List<RunEvent> Events { get; } = [];

    public static Cell Code(string source, string? id = null, string? language = null) => new()
    {
        Kind = CellKind.Code,
        Id = id ?? Guid.NewGuid().ToString("n"),
        Source = source,
        Metadata = language is null ? [] : new JsonObject { ["polyglot_notebook"] = new JsonObject { ["kernelName"] = language } },
    };

    public static Cell Prose(string source, string id) => new() { Kind = CellKind.Markdown, Id = id, Source = source };

    public static Cell Tagged(string tag, string source, string id)
    {
        var cell = Code(source, id);
        cell.Metadata["tags"] = new JsonArray(tag);
        return cell;
    }

    public string Write(string name, params Cell[] cells)
    {
        string file = Path.Combine(Notebooks, name);
        NotebookFile.Write(file, new Notebook { Cells = [.. cells] });
        return file;
    }

    public NotebookRun Run(params string[] notebooks) => new() { Notebooks = notebooks, Output = Outputs };

    public Task<RunReport> ExecuteAsync(NotebookRun run) =>
        NotebookRunner.RunAsync(run, Events.Add, TestContext.Current.CancellationToken);

    public Task<RunReport> ExecuteAsync(params string[] notebooks) => ExecuteAsync(Run(notebooks));

    public Notebook Executed(string name) => NotebookFile.Read(Path.Combine(Outputs, name));

    public Cell Cell(string name, string id) => Executed(name).Cells.Single(c => c.Id == id);

    public string Text(string name, string id) =>
        string.Concat(Cell(name, id).Outputs.OfType<StreamOutput>().Select(o => o.Text));

    public void Dispose() => Directory.Delete(root, recursive: true);
}
