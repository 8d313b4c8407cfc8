using System.Text.Json.Nodes;
using SongGenre.Notebooks.Documents;

namespace SongGenre.Notebooks.Tests.Documents;

public sealed class NotebookClearingTests : IDisposable
{
    private const string Output = """{"output_type":"stream","name":"stdout","text":"1"}""";

    private readonly string folder = Directory.CreateTempSubdirectory("clearing").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Outputs_and_counts_go_and_everything_else_stays()
    {
        // The same file as Jupyter's tools would write it, before and after.
        var before = Notebook(4, Code("{}", 3, Output), """{"cell_type":"markdown","metadata":{"x":1},"source":["a\n","b"],"unknown":1}""");
        var file = Write(before);
        Assert.True(NotebookFile.Clear(file));
        var expected = JsonNode.Parse(Notebook(4, Code("{}", null, ""), """{"cell_type":"markdown","metadata":{"x":1},"source":["a\n","b"],"unknown":1}"""));
        Assert.True(JsonNode.DeepEquals(expected, JsonNode.Parse(File.ReadAllText(file))));
    }

    [Theory]
    [InlineData("""{"tags":["keep_output"]}""", true)]
    [InlineData("""{"keep_output":true}""", true)]
    [InlineData("""{"keep_output":false}""", false)]
    [InlineData("""{"keep_output":"yes"}""", false)]
    [InlineData("""{"tags":"keep_output"}""", false)]
    public void Cells_that_ask_for_it_keep_their_outputs_and_count(string metadata, bool kept)
    {
        var file = Write(Notebook(4, Code(metadata, 3, Output)));
        Assert.Equal(!kept, NotebookFile.Clear(file));
        var cell = NotebookFile.Read(file).Cells[0];
        Assert.Equal(kept ? (1, 3) : (0, null), (cell.Outputs.Count, cell.ExecutionCount));
    }

    [Fact]
    public void A_notebook_without_outputs_is_not_touched()
    {
        var text = Notebook(1, Code("{}", null, ""));
        var file = Write(text);
        Assert.False(NotebookFile.Clear(file));
        Assert.Equal(text, File.ReadAllText(file));
        Write(Notebook(1, Code("{}", 1, Output)));
        Assert.True(NotebookFile.Clear(file));
        Assert.False(NotebookFile.Clear(file));
    }

    private static string Code(string metadata, int? count, string output) =>
        $$"""{"cell_type":"code","metadata":{{metadata}},"source":["x"],"execution_count":{{(object?)count ?? "null"}},"outputs":[{{output}}]}""";

    private static string Notebook(int minor, params string[] cells) =>
        $$"""{"cells":[{{string.Join(',', cells)}}],"metadata":{"mine":1.50},"nbformat":4,"nbformat_minor":{{minor}}}""";

    private string Write(string text)
    {
        var file = Path.Combine(folder, "a.ipynb");
        File.WriteAllText(file, text);
        return file;
    }
}
