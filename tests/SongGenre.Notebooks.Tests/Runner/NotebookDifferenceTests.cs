using System.Text.Json.Nodes;
using SongGenre.Notebooks.Documents;
using SongGenre.Notebooks.Runner;

namespace SongGenre.Notebooks.Tests.Runner;

public class NotebookDifferenceTests
{
    [Fact]
    public void Equal_notebooks_have_none() => Assert.Empty(NotebookDifference.Compare("n", With(Data("a")), With(Data("a"))));

    [Fact]
    public void Of_a_text_the_differing_lines_are_shown_with_the_number_of_the_first() => Assert.Equal(
        "n: cell 1 (c), output 1 text/plain, line 2\n  - b\n  - c\n  + x",
        Single(With(Data("a\nb\nc\nd")), With(Data("a\nx\nd"))));

    [Fact]
    public void Many_and_long_lines_are_cut()
    {
        string text = Single(With(Data("a")), With(Data(string.Join('\n', Enumerable.Range(0, 50).Select(i => new string('x', 500))))));
        Assert.Contains("+ … 45 more lines", text, StringComparison.Ordinal);
        Assert.All(text.Split('\n'), line => Assert.True(line.Length < 200));
    }

    [Fact]
    public void Of_json_the_path_to_the_first_differing_value_is_shown()
    {
        static DisplayOutput Figure(double y) => new(new JsonObject
        {
            ["application/vnd.plotly.v1+json"] = new JsonObject
            {
                ["data"] = new JsonArray(new JsonObject { ["x"] = new JsonArray(1, 2), ["y"] = new JsonArray(3, y) }),
                ["layout"] = new JsonObject(),
            },
        }, []);
        Assert.Equal("n: cell 1 (c), output 1 application/vnd.plotly.v1+json.data[0].y[1]\n  - 4.5\n  + 4.75", Single(With(Figure(4.5)), With(Figure(4.75))));
    }

    [Fact]
    public void Of_a_picture_the_sizes_are_shown()
    {
        static DisplayOutput Picture(int bytes) => new(new JsonObject { ["image/png"] = Convert.ToBase64String(new byte[bytes]) }, []);
        Assert.Equal("n: cell 1 (c), output 1 image/png: the picture differs\n  - 100 bytes\n  + 101 bytes", Single(With(Picture(100)), With(Picture(101))));
    }

    [Fact]
    public void A_missing_or_other_output_is_described()
    {
        Assert.Equal("n: cell 1 (c), output 1\n  - no output\n  + stdout:\n  + hi", Single(With(), With(new StreamOutput("stdout", "hi\n"))));
        Assert.Equal("n: cell 1 (c), output 1\n  - display with text/plain\n  + error E: m", Single(With(Data("x")), With(new ErrorOutput("E", "m", []))));
    }

    [Fact]
    public void Counts_metadata_and_sources_count_too()
    {
        var changed = With();
        changed.Cells[0].ExecutionCount = 2;
        changed.Cells[0].Metadata["tags"] = new JsonArray("x");
        changed.Cells[0].Source = "2";
        changed.Metadata["kernelspec"] = new JsonObject();
        Assert.Equal(["metadata.kernelspec", "source", "metadata.tags", "execution_count"],
            NotebookDifference.Compare("n", With(), changed).Select(d => d.Where));
    }

    [Fact]
    public void A_cell_on_one_side_only_is_named()
    {
        var more = With();
        more.Cells.Add(new Cell { Kind = CellKind.Markdown, Id = "new", Source = "text" });
        Assert.Equal("n: cell 2 (new), the cell is not on file\n  + text", Single(With(), more));
    }

    [Fact]
    public void After_twenty_the_rest_is_counted()
    {
        Output[] many = [.. Enumerable.Range(0, 30).Select(i => Data("x"))];
        var differences = NotebookDifference.Compare("n", With(), With(many));
        Assert.Equal(21, differences.Count);
        Assert.Equal("n: and 10 more differences", differences[^1].ToString());
    }

    private static DisplayOutput Data(string text) => new(new JsonObject { ["text/plain"] = text }, []);

    private static Notebook With(params Output[] outputs) =>
        new() { Cells = [new Cell { Kind = CellKind.Code, Id = "c", Source = "1", ExecutionCount = 1, Outputs = [.. outputs] }] };

    private static string Single(Notebook old, Notebook now) => Assert.Single(NotebookDifference.Compare("n", old, now)).ToString();
}
