using SongGenre.Notebooks.Documents;

namespace SongGenre.Notebooks.Tests.Documents;

public sealed class NotebookFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("notebookfile").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static Notebook OneCell(string source) => new() { Cells = [new Cell { Kind = CellKind.Code, Id = "a", Source = source }] };

    [Fact]
    public void Writing_replaces_the_file_leaves_nothing_beside_it_and_has_no_byte_order_mark()
    {
        var path = Path.Combine(folder, "new", "a.ipynb");
        NotebookFile.Write(path, OneCell("1"));
        NotebookFile.Write(path, OneCell("2"));
        Assert.Equal("2", NotebookFile.Read(path).Cells[0].Source);
        Assert.Equal([path], Directory.GetFiles(Path.GetDirectoryName(path)!));
        Assert.Equal((byte)'{', File.ReadAllBytes(path)[0]);
    }

    [Fact]
    public void A_notebook_that_cannot_be_written_leaves_the_old_file()
    {
        var path = Path.Combine(folder, "a.ipynb");
        NotebookFile.Write(path, OneCell("1"));
        var twice = OneCell("2");
        twice.Cells.Add(twice.Cells[0]);
        Assert.Contains("cell 2 has the id 'a'", Assert.Throws<NotebookException>(() => NotebookFile.Write(path, twice)).Message);
        Assert.Equal("1", NotebookFile.Read(path).Cells[0].Source);
    }

    [Fact]
    public void A_byte_order_mark_is_read_over()
    {
        var path = Path.Combine(folder, "a.ipynb");
        File.WriteAllText(path, NotebookFormat.Serialize(OneCell("ä")), System.Text.Encoding.UTF8);
        Assert.Equal(0xEF, File.ReadAllBytes(path)[0]);
        Assert.Equal("ä", NotebookFile.Read(path).Cells[0].Source);
    }

    [Fact]
    public void Missing_files_folders_and_other_encodings_are_one_line_errors()
    {
        var latin = Path.Combine(folder, "latin.ipynb");
        File.WriteAllBytes(latin, [(byte)'{', (byte)'"', 0xE4, (byte)'"']);
        Assert.Contains("not UTF-8 text (byte 2)", Assert.Throws<NotebookException>(() => NotebookFile.Read(latin)).Message);
        Assert.Contains("there is no such file", Assert.Throws<NotebookException>(() => NotebookFile.Read(Path.Combine(folder, "none", "x.ipynb"))).Message);
        Assert.Contains("is a folder", Assert.Throws<NotebookException>(() => NotebookFile.Read(folder)).Message);
        Assert.Contains("can't be written", Assert.Throws<NotebookException>(() => NotebookFile.Write(Path.Combine(latin, "x.ipynb"), OneCell(""))).Message);
    }
}
