using SongGenre.Notebooks.Documents;

namespace SongGenre.Notebooks.Tests.Documents;

public sealed class NotebookTemplateTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("template").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_new_notebook_is_valid_and_has_prose_and_code()
    {
        var file = Path.Combine(folder, "new", "my analysis.ipynb");
        NotebookTemplate.Create(file);
        Assert.False(NotebookFile.Fix(file, write: false));
        var notebook = NotebookFile.Read(file);
        Assert.Equal([CellKind.Markdown, CellKind.Code], notebook.Cells.Select(cell => cell.Kind));
        Assert.Equal("# my analysis", notebook.Cells[0].Source);
        Assert.Equal(".net-csharp", (string?)notebook.Metadata["kernelspec"]!["name"]);
    }

    [Fact]
    public void It_overwrites_nothing_and_has_a_name()
    {
        var file = Path.Combine(folder, "a.ipynb");
        File.WriteAllText(file, "mine");
        Assert.Contains("exists already", Assert.Throws<NotebookException>(() => NotebookTemplate.Create(file)).Message, StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(file));
        Assert.Throws<NotebookException>(() => NotebookTemplate.Create(Path.Combine(folder, "a.txt")));
        Assert.Throws<NotebookException>(() => NotebookTemplate.Create(Path.Combine(folder, ".ipynb")));
    }
}
