using System.Text.Json.Nodes;
using SongGenre.Notebooks.Documents;

namespace SongGenre.Notebooks.Tests.Kernel;

public class ImportTests : KernelFixture
{
    private static Cell Of(string source, string? language = null, string? tag = null)
    {
        var metadata = new JsonObject();
        if (language is not null) metadata["polyglot_notebook"] = new JsonObject { ["kernelName"] = language };
        if (tag is not null) metadata["tags"] = new JsonArray(tag);
        return new Cell { Kind = CellKind.Code, Id = "c", Source = source, Metadata = metadata };
    }

    private void WriteNotebook(string name, params Cell[] cells) =>
        NotebookFile.Write(Path.Combine(Folder, name), new Notebook { Cells = [.. cells.Select((cell, i) => new Cell { Kind = cell.Kind, Id = $"c{i}", Source = cell.Source, Metadata = cell.Metadata })] });

    [Fact]
    public async Task An_imported_notebooks_cells_run_in_their_languages()
    {
        WriteNotebook("mixed.ipynb", Of("using System.IO;\nvar answer = 42;"), Of("<b>a</b>", "html"), Of("let x = 1", "fsharp", "skip-execution"), Of("graph TD", "mermaid"));
        var outputs = await RunWell("#!import mixed.ipynb\nPath.GetFileName(\"a/b\") + answer");
        Assert.Equal(["text/html", "text/vnd.mermaid", "text/plain"], outputs.Cast<DisplayOutput>().Select(output => output.Data.First().Key));
        Assert.Equal("b42", Plain([outputs[^1]]));
    }

    [Fact]
    public async Task A_language_that_cannot_run_is_named_with_its_cell()
    {
        WriteNotebook("mixed.ipynb", Of("1"), Of("let x = 1", "fsharp"));
        Assert.StartsWith("mixed.ipynb, cell 2: its language 'fsharp' can't run here", (await RunBadly("#!import mixed.ipynb")).Value);
    }

    [Fact]
    public async Task A_whole_notebook_in_another_language_is_refused()
    {
        NotebookFile.Write(Path.Combine(Folder, "other.ipynb"), new Notebook { Cells = [Of("1")], Metadata = new() { ["kernelspec"] = new JsonObject { ["language"] = "F#" } } });
        Assert.Contains("other.ipynb: its language (metadata.kernelspec.language) is 'F#'", (await RunBadly("#!import other.ipynb")).Value);
    }

    [Fact]
    public async Task Plain_CSharp_HTML_and_JavaScript_files_are_imported()
    {
        Write("Song.cs", "public class Song { public int Tempo => 174; }\r\n");
        Write("a.html", "<b>a</b>\n");
        Write("a.js", "run();\n");
        Assert.Equal("174", Plain(await RunWell("#!import Song.cs\nnew Song().Tempo")));
        Assert.Equal("<b>a</b>", Face(await RunWell("#!import a.html"), "text/html"));
        Assert.Equal("<script type=\"text/javascript\">run();</script>", Face(await RunWell("#!import a.js"), "text/html"));
    }

    [Fact]
    public async Task Errors_deep_inside_name_their_own_file_and_line()
    {
        Write("lib/inner.csx", "var a = 1;\n#!nothing");
        Write("lib/outer.csx", "\n#!import lib/inner.csx");
        Assert.StartsWith("lib/inner.csx, line 2: #!nothing is unknown", (await RunBadly("#!import lib/outer.csx")).Value);
        WriteNotebook("n.ipynb", Of("1"), Of("#!markdown\nText\n#!csharp\n int y = oops;"));
        Assert.StartsWith("n.ipynb, cell 2, line 4, column 10: error CS0103", (await RunBadly("#!import n.ipynb")).Value);
        Write("broken.ipynb", "{");
        Assert.DoesNotContain(Folder, (await RunBadly("#!import broken.ipynb")).Value);
    }

    [Fact]
    public async Task A_circle_of_imports_is_shown()
    {
        Write("a.csx", "#!import b.csx");
        Write("b.csx", "#!import a.csx");
        Assert.Equal(
            "b.csx, line 1: #!import a.csx: the files import each other without end (a.csx → b.csx → a.csx); remove one of these imports",
            (await RunBadly("#!import a.csx")).Value);
        Write("twice.csx", "Console.Write(1);");
        Assert.Equal([new StreamOutput("stdout", "11")], await RunWell("#!import twice.csx\n#!import twice.csx"));
    }

    [Fact]
    public async Task A_loaded_file_loads_relative_to_itself_and_circles_end()
    {
        Write("lib/a.csx", "#load \"deep/b.csx\"\nusing System.IO;\nstring A() => B() + Path.GetFileName(\"x/a\");");
        Write("lib/deep/b.csx", "#load \"../a.csx\"\nstring B() => \"b\";");
        Assert.Equal("ba", Plain(await RunWell("#load \"lib/a.csx\"\nA()")));
        Assert.Contains("CS0103", (await RunBadly("Path.GetFileName(\"a\")")).Value);
    }

    [Fact]
    public async Task An_imported_file_may_begin_as_a_program_of_its_own()
    {
        Write("run.csx", "#!/usr/bin/env dotnet-script\nvar fromScript = 5;");
        Assert.Equal("5", Plain(await RunWell("#!import run.csx\nfromScript")));
    }
}
