using System.Diagnostics;
using System.Text.Json.Nodes;
using CsCheck;
using SongGenre.Notebooks.Documents;

namespace SongGenre.Notebooks.Tests.Documents;

public sealed class NotebookRoundTripTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("nbformat").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static readonly Gen<string> Text = Gen.OneOf(
        Gen.OneOf(
            "", "x", "a\nb", "a\nb\n", "\r\n\r", "a\vb\fc\x1cd\x1de\x1ef\x85g\u2028h\u2029i", "\0\x01\x1f\x7f", "\"\\/<>&'", "äöü €", "🎵 𝄞",
            "\ue000\uffff", "trailing \\", "\b\t"),
        Gen.Char[" \n\r\"\\ab<é\u2028"].Array[0, 12].Select(c => new string(c)));

    private static readonly Gen<JsonNode?> Number = Gen.OneOf(
        Gen.OneOf(
            "0", "-0", "-0.0", "1.0", "1.50", "1e-05", "0.0001", "1E5", "1e15", "1e16", "123456789012345678901234567890", "9007199254740993.0",
            "1e300", "5e-324", "0.1", "12345.678e-10", "1.7976931348623157e308", "100000.0", "1234567890123456.7", "99999999999999990.0"),
        Gen.Double.Where(double.IsFinite).Select(d => d.ToString("R", System.Globalization.CultureInfo.InvariantCulture)))
        .Select(text => JsonNode.Parse(text));

    private static readonly Gen<JsonNode?> Json = Gen.Recursive<JsonNode?>((depth, inner) => Gen.OneOf(
        Number,
        Text.Select(s => (JsonNode?)s),
        Gen.Const<JsonNode?>(() => null),
        Gen.Bool.Select(b => (JsonNode?)b),
        depth > 3 ? Gen.Const<JsonNode?>(() => new JsonArray()) : Gen.Select(inner.Array[0, 3], items => (JsonNode?)new JsonArray([.. items.Select(i => i?.DeepClone())])),
        depth > 3 ? Gen.Const<JsonNode?>(() => new JsonObject()) : Members(inner).Select(o => (JsonNode?)o)));

    private static Gen<JsonObject> Members(Gen<JsonNode?> value) =>
        Gen.Select(Gen.OneOf("z", "a", "A", "é", "🎵", "\ue000", "a b", "", "\n").Array[0, 4], value.Array[4], (keys, values) =>
            new JsonObject(keys.Distinct().Select((key, i) => KeyValuePair.Create(key, values[i]?.DeepClone()))));

    private static readonly Gen<JsonObject> Bundle = Gen.Select(Text, Text, Text, Json, Gen.Int[0, 15], (a, b, c, json, which) =>
    {
        var bundle = new JsonObject();
        if ((which & 1) != 0) bundle["text/plain"] = a;
        if ((which & 2) != 0) bundle["text/html"] = b;
        if ((which & 4) != 0) bundle["image/png"] = "iVBORw0KGgo=" + (c.Length > 3 ? "\n" : "");
        if ((which & 8) != 0) bundle["application/vnd.plotly.v1+json"] = json?.DeepClone();
        bundle["image/svg+xml"] = c;
        bundle["application/x-latex"] = a;
        return bundle;
    });

    private static readonly Gen<Output> AnyOutput = Gen.OneOf<Output>(
        Text.Select(t => (Output)new StreamOutput("stdout", t)),
        Gen.Select(Bundle, Members(Json), (data, metadata) => (Output)new DisplayOutput(data, metadata)),
        Gen.Select(Bundle, Gen.Int[0, 9], (data, count) => (Output)new ExecuteResultOutput(data, [], count == 0 ? null : count)),
        Gen.Select(Text, Text, Text.Array[0, 3], (name, value, lines) => (Output)new ErrorOutput(name, value, lines)));

    private static readonly Gen<Notebook> AnyNotebook = Gen.Select(
        Gen.Select(Gen.Int[0, 2], Text, AnyOutput.Array[0, 4], Members(Json), Bundle).Array[0, 4],
        Members(Json),
        (cells, metadata) => new Notebook
        {
            Metadata = metadata.DeepClone().AsObject(),
            Cells = [.. cells.Select((cell, i) => new Cell
            {
                Kind = (CellKind)cell.Item1,
                Id = $"id-{i}",
                Source = cell.Item2,
                Metadata = cell.Item4.DeepClone().AsObject(),
                ExecutionCount = cell.Item1 == 0 && i > 0 ? i : null,
                Outputs = cell.Item1 == 0 ? [.. cell.Item3] : [],
                Attachments = cell.Item1 == 1 && i == 1 ? new JsonObject { ["p.png"] = cell.Item5.DeepClone() } : null,
            })],
        });

    [Fact]
    public void What_is_written_is_byte_for_byte_what_nbformat_writes()
    {
        var written = new List<string>();
        AnyNotebook.Sample(notebook => written.Add(NotebookFormat.Serialize(notebook)), iter: 300, threads: 1, seed: "0N0XIzNsQ0O2");
        var rewritten = ThroughPython([.. written]);
        Assert.All(written.Zip(rewritten), pair => Assert.Equal(pair.Second, pair.First));
    }

    [Fact]
    public void Reading_and_writing_gives_what_nbformat_gives_for_files_of_other_tools()
    {
        string[] files =
        [
            """{"nbformat_minor":5,"nbformat":4,"cells":[],"metadata":{"signature":"x","orig_nbformat":3,"b":1E-7,"a":[1.10,-0,{}]}}""",
            """
            {"metadata": {}, "nbformat": 4, "nbformat_minor": 5, "cells": [
              {"cell_type":"code","id":"a","metadata":{"trusted":true},"execution_count":null,"source":["a\n","b"],"outputs":[
                {"output_type":"stream","name":"stdout","text":["one\n","two"]},
                {"output_type":"stream","name":"stderr","text":"three\r\nfour"},
                {"output_type":"display_data","metadata":{},"data":{
                  "text/html":["<b>","</b>"],"image/png":["iVBO\n","Rw=="],"application/json":["real","json"],"application/x+json":"text"}}]},
              {"cell_type":"markdown","id":"b","metadata":{},"source":"\u00e4\ud83c\udfb5\u0000","attachments":{"x":{"text/plain":["a","b"]}}},
              {"cell_type":"raw","id":"c","metadata":{"format":"x"},"source":[]}]}
            """,
        ];
        var expected = ThroughPython(files);
        Assert.All(files.Zip(expected), pair => Assert.Equal(pair.Second, NotebookFormat.Serialize(NotebookFormat.Parse(pair.First, "test"))));
    }

    [Fact]
    public void Reading_what_was_written_and_writing_it_again_changes_nothing() =>
        AnyNotebook.Sample(
            notebook =>
            {
                var once = NotebookFormat.Serialize(notebook);
                Assert.Equal(once, NotebookFormat.Serialize(NotebookFormat.Parse(once, "test")));
            },
            iter: 300);

    private string[] ThroughPython(string[] files)
    {
        const string Python = "/usr/bin/python3";
        var source = Directory.CreateDirectory(Path.Combine(folder, "from")).FullName;
        var target = Directory.CreateDirectory(Path.Combine(folder, "to")).FullName;
        for (var i = 0; i < files.Length; i++) File.WriteAllText(Path.Combine(source, $"{i:0000}.ipynb"), files[i]);
        if (!File.Exists(Python) || Run(Python, "-c", "import nbformat").Code != 0)
        {
            Assert.SkipWhen(Environment.GetEnvironmentVariable("SONGGENRE_REQUIRE_TOOLS") != "1", "needs /usr/bin/python3 with nbformat");
            Assert.Fail("needs /usr/bin/python3 with nbformat");
        }

        var script = Path.Combine(AppContext.BaseDirectory, "Documents", "nbformat_roundtrip.py");
        var (code, error) = Run(Python, script, source, target);
        Assert.True(code == 0, error);
        return [.. Directory.GetFiles(target).Order(StringComparer.Ordinal).Select(File.ReadAllText)];
    }

    private static (int Code, string Error) Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, error);
    }
}
