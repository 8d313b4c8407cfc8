using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using SongGenre.Notebooks.Documents;

namespace SongGenre.Notebooks.Tests.Kernel;

public class ReferenceTests : KernelFixture
{
    [Fact]
    public async Task A_reference_is_relative_to_the_working_directory_and_its_dependencies_lie_beside_it()
    {
        Compile("lib/Deep.dll", "namespace Deep; public class Base { public int Number => 42; }");
        Compile("lib/Near.dll", "public class Near : Deep.Base { public static Deep.Base Make() => new Near(); }", "lib/Deep.dll");
        await RunWell("// the library\n#r \"lib/Near.dll\"\nusing Deep;");
        Assert.Equal("42", Plain(await RunWell("Near.Make().Number")));
        Assert.Equal("42", Plain(await RunWell("new Deep.Base().Number")));
    }

    [Fact]
    public async Task A_library_of_the_host_does_not_take_the_place_of_the_notebooks_own()
    {
        Compile("lib/Markdig.dll", "namespace Markdig; public static class Markdown { public static string Whose => \"the notebook's\"; }");
        await RunWell("#r \"lib/Markdig.dll\"");
        Assert.Equal("the notebook's", Plain(await RunWell("Markdig.Markdown.Whose")));
    }

    [Fact]
    public async Task A_librarys_extension_members_work_in_cells()
    {
        Compile("lib/Words.dll", "namespace Songs; public static class Titles { extension(string title) { public int Words => title.Split(' ').Length; } }");
        Assert.Equal("3", Plain(await RunWell("#r \"lib/Words.dll\"\nusing Songs;\n\"we will rock\".Words")));
    }

    [Fact]
    public async Task A_library_beside_the_working_directorys_parent_is_found()
    {
        Compile("lib/Up.dll", "public static class Up { public const int X = 3; }");
        Directory.CreateDirectory(Path.Combine(Folder, "lib", "sub"));
        Assert.Equal("3", Plain(await RunWell("#r \"lib/sub/../Up.dll\"\nUp.X")));
    }

    [Fact]
    public async Task A_native_library_beside_the_referenced_one_is_found()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the test's native library is Linux's");
        var source = Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "libSystem.Native.so");
        Directory.CreateDirectory(Path.Combine(Folder, "lib", "runtimes", RuntimeInformation.RuntimeIdentifier, "native"));
        File.Copy(source, Path.Combine(Folder, "lib", "runtimes", RuntimeInformation.RuntimeIdentifier, "native", "libsongs.so"));
        Compile("lib/Native.dll",
            """
            using System.Runtime.InteropServices;
            public static class Native { [DllImport("songs", EntryPoint = "SystemNative_GetPid")] public static extern int Pid(); }
            """);
        Assert.Equal("True", Plain(await RunWell("#r \"lib/Native.dll\"\nNative.Pid() == Environment.ProcessId")));
    }

    [Fact]
    public async Task A_formatter_found_by_convention_shows_its_type_in_all_the_mime_types_that_it_prefers()
    {
        Compile("lib/Charts.dll",
            """
            using System;
            using System.Collections.Generic;
            using System.IO;
            [AttributeUsage(AttributeTargets.Class)]
            class TypeFormatterSourceAttribute : Attribute
            {
                public TypeFormatterSourceAttribute(Type formatterSourceType) => FormatterSourceType = formatterSourceType;
                public Type FormatterSourceType { get; }
                public string[] PreferredMimeTypes { get; set; }
            }
            [TypeFormatterSource(typeof(Source), PreferredMimeTypes = new[] { "application/vnd.plotly.v1+json", "image/png", "text/plain" })]
            public class Chart { }
            class Source { public IEnumerable<object> CreateTypeFormatters() { yield return new Face("application/vnd.plotly.v1+json", "{\"b\": 1.0, \"a\": []}"); yield return new Face("image/png", "iVBORw0KGgo="); yield return new Face("text/plain", "Rock is loudest."); } }
            class Face
            {
                readonly string text;
                public Face(string mime, string text) { MimeType = mime; this.text = text; }
                public string MimeType { get; }
                public bool Format(object value, TextWriter writer) { writer.Write(text); return true; }
            }
            """);
        var outputs = await RunWell("#r \"lib/Charts.dll\"\nnew Chart()");
        var chart = Assert.IsType<ExecuteResultOutput>(Assert.Single(outputs));
        Assert.True(JsonNode.DeepEquals(
            JsonNode.Parse("""{"application/vnd.plotly.v1+json":{"b":1.0,"a":[]},"image/png":"iVBORw0KGgo=","text/plain":"Rock is loudest."}"""), chart.Data));
        Assert.Equal("""{"image/png":{"alt":"Rock is loudest."}}""", chart.Metadata.ToJsonString());
        Assert.Equal("Rock is loudest.", Plain(await RunWell("display(new Chart(), \"text/plain\")")));
    }

    [Fact]
    public async Task A_formatter_that_a_library_registers_reaches_the_kernel()
    {
        var formatting = typeof(Microsoft.DotNet.Interactive.Formatting.Formatter).Assembly.Location;
        Compile("lib/Registering.dll",
            """
            using Microsoft.DotNet.Interactive.Formatting;
            public class Tempo
            {
                [System.Runtime.CompilerServices.ModuleInitializer]
                internal static void Register() => Formatter.Register<Tempo>(tempo => "<b>174 bpm</b>", "text/html");
            }
            """);
        File.Copy(formatting, Path.Combine(Folder, "lib", Path.GetFileName(formatting)));
        Assert.Equal("<b>174 bpm</b>", Face(await RunWell("#r \"lib/Registering.dll\"\nnew Tempo()"), "text/html"));
        await RunWell("#r \"lib/Microsoft.DotNet.Interactive.Formatting.dll\"\nusing Microsoft.DotNet.Interactive.Formatting;");
        Assert.Equal("<b>174 bpm</b>", Face(await RunWell("display(new Tempo());"), "text/html"));
    }

    [Fact]
    public async Task An_imported_file_runs_as_part_of_the_session_and_its_usings_stay()
    {
        Write("shared/base.csx", "using System.IO;\nint Five() => 5;\n");
        Write("shared/all.csx", "#!import \"shared/base.csx\"\nvar six = Five() + 1;");
        await RunWell("var before = 1;\n#!import \"shared/all.csx\"\nvar seven = six + before;");
        Assert.Equal("7 b", Plain(await RunWell("$\"{seven} {Path.GetFileName(\"a/b\")}\"")));
    }

    [Fact]
    public async Task An_imported_notebook_runs_its_code_cells()
    {
        NotebookFile.Write(Path.Combine(Folder, "other.ipynb"), new Notebook
        {
            Cells =
            [
                new Cell { Kind = CellKind.Markdown, Id = "a", Source = "# Title" },
                new Cell { Kind = CellKind.Code, Id = "b", Source = "var answer = 42;" },
                new Cell { Kind = CellKind.Code, Id = "c", Source = "\nthrow new Exception(\"x\");" },
            ],
        });
        var error = await RunBadly("#!import \"other.ipynb\"");
        Assert.Equal("   at other.ipynb, cell 3, line 2", error.Traceback[1]);
        Assert.Equal("42", Plain(await RunWell("answer")));
    }

    [Fact]
    public async Task Errors_in_imported_and_loaded_files_name_the_file_relative_to_the_notebook()
    {
        Write("lib/bad.csx", "\nint x = \"\";");
        Assert.StartsWith("lib/bad.csx, line 2, column 9: error CS0029", (await RunBadly("#!import \"lib/bad.csx\"")).Value);
        Assert.StartsWith("lib/bad.csx, line 2, column 9: error CS0029", (await RunBadly("#load \"lib/bad.csx\"")).Value);
        Write("lib/throws.csx", "int Fail()\n{\n    throw new Exception();\n}");
        Assert.Contains("   at Fail() in lib/throws.csx, line 3", (await RunBadly("#load \"lib/throws.csx\"\nFail();")).Traceback);
    }

    [Fact]
    public async Task A_loaded_file_brings_its_references_but_not_its_usings()
    {
        Compile("lib/Beside.dll", "namespace Beside; public static class Song { public const int Tempo = 174; }");
        Write("lib/inner.csx", "#r \"Beside.dll\"\nusing Beside;\nint Tempo() => Song.Tempo;");
        Write("lib/outer.csx", "#load \"inner.csx\"");
        Assert.Equal("174", Plain(await RunWell("#load \"lib/outer.csx\"\nTempo()")));
        Assert.Equal("174", Plain(await RunWell("Beside.Song.Tempo")));
        Assert.Contains("CS0103", (await RunBadly("Song.Tempo")).Value);
    }

    [Fact]
    public async Task Files_that_import_each_other_are_an_error_and_no_endless_loop()
    {
        Write("a.csx", "#!import \"b.csx\"");
        Write("b.csx", "#!import \"a.csx\"");
        Assert.Contains("the files import each other without end", (await RunBadly("#!import \"a.csx\"")).Value);
    }

    [Fact]
    public async Task What_looks_like_a_magic_inside_a_text_or_a_comment_is_none()
    {
        var code = "var text = \"\"\"\n#!nothing\n\"\"\";\n/*\n#!nothing\n*/\n#!csharp\ntext";
        Assert.Equal("#!nothing", Plain(await RunWell(code)));
    }
}
