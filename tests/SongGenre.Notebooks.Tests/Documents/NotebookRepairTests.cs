using System.Text.Json.Nodes;
using SongGenre.Notebooks.Documents;

namespace SongGenre.Notebooks.Tests.Documents;

public sealed class NotebookRepairTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("repair").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Valid_ids_stay_and_others_become_valid_and_unique() => Assert.Equal(
        ["a", "a-2", "a-3", "a-b-", "cell-5", "cell-6-2", "cell-7", "cell-6", new string('x', 64), new string('x', 62) + "-2", "cell-11"],
        Repair(4, 5, ["\"a\"", "\"a\"", "\"a\"", "\"a b!\"", null, null, "5", "\"cell-6\"", $"\"{new string('x', 65)}\"", $"\"{new string('x', 70)}\"", "\"  \""])
            .Cells.Select(cell => cell.Id));

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    public void Older_minor_versions_become_4_5_with_ids(int minor)
    {
        var file = Write(Json(4, minor, [null, "\"kept\"", null]));
        Assert.True(NotebookFile.Fix(file));
        var fixedFile = JsonNode.Parse(File.ReadAllText(file))!;
        Assert.Equal((4, 5), ((int)fixedFile["nbformat"]!, (int)fixedFile["nbformat_minor"]!));
        Assert.Equal(["cell-1", "kept", "cell-3"], NotebookFile.Read(file).Cells.Select(cell => cell.Id));
    }

    // The metadata that portability.md asks for.
    [Fact]
    public void The_metadata_name_kernel_and_language_and_keep_what_else_is_there()
    {
        var metadata = NotebookRepair.Repair(
            Json(4, 5, []).Replace("\"metadata\":{}", "\"metadata\":{\"kernelspec\":{\"name\":\"csharp\"},\"mine\":[1],\"polyglot_notebook\":{\"kernelInfo\":{\"items\":[{\"name\":\"sql\"}]}}}"),
            "a.ipynb").Metadata;
        Assert.Equal("""{"display_name":".NET (C#)","language":"csharp","name":".net-csharp"}""", metadata["kernelspec"]!.ToJsonString());
        Assert.Equal("csharp", (string?)metadata["language_info"]!["name"]);
        Assert.Equal("text/x-csharp", (string?)metadata["language_info"]!["mimetype"]);
        Assert.Equal(["csharp", "sql"], metadata["polyglot_notebook"]!["kernelInfo"]!["items"]!.AsArray().Select(item => (string?)item!["name"]));
        Assert.Equal("[1]", metadata["mine"]!.ToJsonString());
    }

    [Fact]
    public void A_repaired_file_is_not_changed_again_and_a_look_changes_nothing()
    {
        var text = Json(4, 2, [null, "\"a b\"", "\"a b\""]);
        var file = Write(text);
        Assert.True(NotebookFile.Fix(file, write: false));
        Assert.Equal(text, File.ReadAllText(file));
        Assert.True(NotebookFile.Fix(file));
        var once = File.ReadAllBytes(file);
        Assert.False(NotebookFile.Fix(file));
        Assert.False(NotebookFile.Fix(file, write: false));
        Assert.Equal(once, File.ReadAllBytes(file));
    }

    [Fact]
    public void A_byte_order_mark_and_other_line_ends_of_the_file_go()
    {
        var file = Write("\uFEFF" + Json(4, 5, ["\"a\""]).Replace("\"cells\"", "\r\n\"cells\""));
        Assert.True(NotebookFile.Fix(file));
        var bytes = File.ReadAllBytes(file);
        Assert.Equal((byte)'{', bytes[0]);
        Assert.DoesNotContain((byte)'\r', bytes);
    }

    [Fact]
    public void Committed_notebooks_need_no_repair()
    {
        foreach (var file in Directory.EnumerateFiles(MutatedNotebook.RepositoryNotebooks, "*.ipynb"))
            Assert.False(NotebookFile.Fix(file, write: false), file);
    }

    [Theory]
    [InlineData("""{"nbformat":3,"nbformat_minor":0,"worksheets":[],"metadata":{}}""", "nbformat 3 is older than 4; convert it with: ")]
    [InlineData("""{"nbformat":4,"nbformat_minor":6,"cells":[],"metadata":{}}""", "newer than 4.5")]
    [InlineData("""{"nbformat":4,"nbformat_minor":4,"cells":{},"metadata":{}}""", "'cells' must be a list")]
    [InlineData("""{"nbformat":4,"nbformat_minor":4,"cells":[],"metadata":{"kernelspec":{"language":"python"}}}""", "only C# notebooks")]
    [InlineData("not JSON", "this is not JSON")]
    public void What_is_no_CSharp_notebook_of_nbformat_4_is_refused_and_stays(string text, string fragment)
    {
        var file = Write(text);
        var wrong = Assert.Throws<NotebookException>(() => NotebookFile.Fix(file));
        Assert.StartsWith(file, wrong.Message, StringComparison.Ordinal);
        Assert.Contains(fragment, wrong.Message, StringComparison.Ordinal);
        Assert.Equal(text, File.ReadAllText(file));
    }

    private static Notebook Repair(int major, int minor, string?[] ids) => NotebookRepair.Repair(Json(major, minor, ids), "a.ipynb");

    private static string Json(int major, int minor, string?[] ids)
    {
        var cells = ids.Select(id => $$"""{"cell_type":"markdown",{{(id is null ? "" : $"\"id\":{id},")}}"metadata":{},"source":"x"}""");
        return $$"""{"cells":[{{string.Join(',', cells)}}],"metadata":{},"nbformat":{{major}},"nbformat_minor":{{minor}}}""";
    }

    private string Write(string text)
    {
        var file = Path.Combine(folder, "a.ipynb");
        File.WriteAllText(file, text);
        return file;
    }
}
