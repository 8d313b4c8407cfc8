using System.Text.Json.Nodes;
using SongGenre.Notebooks.Documents;

namespace SongGenre.Notebooks.Tests.Documents;

public class NotebookFormatTests
{
    [Theory]
    [InlineData("", "the file is empty")]
    [InlineData("\ufeff \n", "the file is empty")]
    [InlineData("{", "line 1, column 2: this is not JSON")]
    [InlineData("{}\n{}", "line 2, column 1: this is not JSON")]
    [InlineData("""{"cells":[NaN]}""", "line 1, column 11: this is not JSON")]
    [InlineData("[]", "this is a list")]
    [InlineData("{}", "'nbformat' must be a whole number")]
    [InlineData("""{"nbformat":"4"}""", "'nbformat' must be a whole number")]
    [InlineData("""{"nbformat":3,"nbformat_minor":0,"worksheets":[]}""", "nbformat 3 is older than 4; convert it with: jupyter nbconvert")]
    [InlineData("""{"nbformat":5,"nbformat_minor":0}""", "nbformat 5.0 is newer than 4.5")]
    [InlineData("""{"nbformat":4,"nbformat_minor":6}""", "nbformat 4.6 is newer than 4.5")]
    [InlineData("""{"nbformat":4,"nbformat_minor":5,"metadata":{}}""", "'cells' must be a list")]
    [InlineData("""{"nbformat":4,"nbformat_minor":5,"metadata":[],"cells":[]}""", "'metadata' must be an object, not a list")]
    [InlineData("""{"nbformat":4,"nbformat":4}""", "this is not JSON: ")]
    public void A_file_that_is_no_notebook_gives_one_line_that_names_it_and_the_reason(string json, string reason)
    {
        var error = Assert.Throws<NotebookException>(() => NotebookFormat.Parse(json, "a.ipynb"));
        Assert.StartsWith("a.ipynb", error.Message);
        Assert.Contains(reason, error.Message);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Theory]
    [InlineData("""{"cell_type":"code","metadata":{},"source":""}""", "cell 2 has no id")]
    [InlineData("""{"cell_type":"code","id":"a b","metadata":{},"source":""}""", "cell 2: its id must be")]
    [InlineData("""{"cell_type":"code","id":"first","metadata":{},"source":""}""", "cell 2 has the same id 'first' as cell 1")]
    [InlineData("""{"cell_type":"chart","id":"b","source":""}""", "cell 2: cell_type 'chart' is unknown")]
    [InlineData("""{"id":"b"}""", "cell 2: 'cell_type' is missing")]
    [InlineData("""{"cell_type":"code","id":"b"}""", "cell 2: 'source' is missing")]
    [InlineData("""{"cell_type":"code","id":"b","source":[1]}""", "cell 2: 'source' must be a string or a list of strings, not a list")]
    [InlineData("""{"cell_type":"code","id":"b","source":"","execution_count":1.5}""", "cell 2: 'execution_count' must be null or a whole number")]
    [InlineData("""{"cell_type":"code","id":"b","source":"","outputs":{}}""", "cell 2: 'outputs' must be a list, not an object")]
    [InlineData("""{"cell_type":"code","id":"b","source":"","outputs":[{"output_type":"pyout"}]}""", "cell 2, output 1: output_type 'pyout' is unknown")]
    [InlineData("""{"cell_type":"code","id":"b","source":"","outputs":[{"output_type":"display_data","data":{"text/html":1}}]}""", "cell 2, output 1: 'text/html' must be a string")]
    [InlineData("""{"cell_type":"code","id":"b","source":"","outputs":[{"output_type":"error","ename":"","evalue":""}]}""", "cell 2, output 1: 'traceback' must be a list of strings")]
    [InlineData("""{"cell_type":"code","id":"b","source":"\ud800"}""", "half of a surrogate pair")]
    [InlineData("3", "cell 2 must be an object, not the number 3")]
    public void A_faulty_cell_is_named(string cell, string reason)
    {
        var json = """{"nbformat":4,"nbformat_minor":5,"metadata":{},"cells":[{"cell_type":"raw","id":"first","source":""},""" + cell + "]}";
        var error = Assert.Throws<NotebookException>(() => NotebookFormat.Parse(json, "a.ipynb"));
        Assert.StartsWith("a.ipynb: ", error.Message);
        Assert.Contains(reason, error.Message);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void Endless_nesting_is_refused_instead_of_exhausting_the_stack()
    {
        var json = """{"nbformat":4,"nbformat_minor":5,"cells":[],"metadata":{"a":""" + new string('[', 100_000) + new string(']', 100_000) + "}}";
        Assert.Contains("this is not JSON", Assert.Throws<NotebookException>(() => NotebookFormat.Parse(json, "a.ipynb")).Message);
    }

    [Fact]
    public void Cells_of_older_minor_formats_get_ids_by_their_position()
    {
        var json = """{"nbformat":4,"nbformat_minor":2,"metadata":{},"cells":[{"cell_type":"raw","source":""},{"cell_type":"code","source":"1"}]}""";
        Assert.Equal(["cell-1", "cell-2"], NotebookFormat.Parse(json, "a").Cells.Select(cell => cell.Id));
    }

    [Fact]
    public void Adjacent_pieces_of_one_stream_are_one_output()
    {
        var cell = new Cell { Kind = CellKind.Code, Id = "a" };
        foreach (var (name, text) in new[] { ("stdout", "a"), ("stdout", "b\n"), ("stderr", "c"), ("stdout", "d") }) cell.Append(new StreamOutput(name, text));
        Assert.Equal([new StreamOutput("stdout", "ab\n"), new StreamOutput("stderr", "c"), new StreamOutput("stdout", "d")], cell.Outputs);

        var json = NotebookFormat.Serialize(new Notebook
        {
            Cells = [new Cell { Kind = CellKind.Code, Id = "a", Outputs = [new StreamOutput("stdout", "a"), new StreamOutput("stdout", "b")] }],
        });
        Assert.Equal("[\"ab\"]", JsonNode.Parse(json)!["cells"]![0]!["outputs"]![0]!["text"]!.ToJsonString());
    }

    [Fact]
    public void The_root_has_four_keys_and_only_code_cells_have_outputs()
    {
        var json = NotebookFormat.Serialize(NotebookFormat.Parse(
            """{"extra":1,"nbformat":4,"nbformat_minor":5,"cells":[{"cell_type":"markdown","id":"a","source":"x","outputs":[],"execution_count":1,"more":2}]}""", "a"));
        Assert.Equal(
            """
            {
             "cells": [
              {
               "cell_type": "markdown",
               "id": "a",
               "metadata": {},
               "source": [
                "x"
               ]
              }
             ],
             "metadata": {},
             "nbformat": 4,
             "nbformat_minor": 5
            }

            """, json, ignoreLineEndingDifferences: true);
    }

    [Fact]
    public void Half_a_surrogate_pair_in_an_output_is_written_as_the_replacement_character()
    {
        var json = NotebookFormat.Serialize(new Notebook { Cells = [new Cell { Kind = CellKind.Raw, Id = "a", Source = "x\ud83cy" }] });
        Assert.Contains("\"x\ufffdy\"", json);
    }
}
