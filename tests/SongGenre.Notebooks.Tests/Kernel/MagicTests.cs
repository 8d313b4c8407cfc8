using System.Net;
using System.Net.Sockets;
using System.Text;
using SongGenre.Notebooks.Documents;

namespace SongGenre.Notebooks.Tests.Kernel;

// What the commands do is what https://github.com/dotnet/interactive/tree/main/docs says of them (magic-commands,
// variable-sharing).
public class MagicTests : KernelFixture
{
    [Fact]
    public async Task A_magic_that_names_a_language_holds_to_the_next_one()
    {
        var outputs = await RunWell("var x = 1;\n#!html\n<b>a</b>\n<i>b</i>\n#!javascript\nalert(1);\n#!markdown\n# Title\n#!mermaid\ngraph TD\n#!C#\n$\"{x + 1}\"");
        Assert.Equal(
            [
                ("text/html", "<b>a</b>\n<i>b</i>"),
                ("text/html", "<script type=\"text/javascript\">alert(1);</script>"),
                ("text/markdown", "# Title"),
                ("text/vnd.mermaid", "graph TD"),
                ("text/plain", "2"),
            ],
            outputs.Cast<DisplayOutput>().Select(output => output.Data.First()).Select(face => (face.Key, face.Value!.GetValue<string>())));
        Assert.Equal("graph TD", ((DisplayOutput)outputs[3]).Data["text/plain"]!.GetValue<string>());
    }

    [Fact]
    public async Task Lines_and_columns_are_the_cells_behind_text_of_any_language()
    {
        var error = await RunBadly("#!html\n<p>it's \"odd /*\n#!csharp\nvar a = 1;\n  oops;");
        Assert.Equal("cell 1, line 5, column 3: error CS0103: The name 'oops' does not exist in the current context", error.Traceback[0]);
        Assert.Equal(["    oops;", "    ^"], error.Traceback.Skip(1).Take(2));
        Assert.Contains("   at cell 2, line 3", (await RunBadly("#!time\n\nthrow new Exception();")).Traceback);
    }

    [Theory]
    [InlineData("42", "System.Double", "42")]
    [InlineData("true", "System.Boolean", "True")]
    [InlineData("\"a \\\"b\\\" ä\"", "System.String", "a \"b\" ä")]
    [InlineData("new[] { 1, 2 }", "System.Text.Json.JsonDocument", "[1,2]")]
    [InlineData("new { Name = \"a\", Tempo = 1.5 }", "System.Text.Json.JsonDocument", "{\"Name\":\"a\",\"Tempo\":1.5}")]
    public async Task A_shared_value_is_copied_as_JSON(string expression, string type, string value)
    {
        await RunWell($"var x = {expression};");
        await RunWell("#!set --name y --value @csharp:x");
        var text = type.EndsWith("JsonDocument", StringComparison.Ordinal) ? "y.RootElement.GetRawText()" : "y.ToString()";
        Assert.Equal($"{type} {value}", Plain(await RunWell($"y.GetType() + \" \" + {text}")));
    }

    [Fact]
    public async Task Set_takes_a_text_as_it_stands_or_JSON_that_is_called_so()
    {
        await RunWell("#!set --name url --value https://example.com\n#!set --name words --value \"one two\"\n#!set --name n --value 3 --mime-type application/json\n#!set --name at --value \"@csharp:n\"");
        Assert.Equal("https://example.com|one two|4|@csharp:n", Plain(await RunWell("$\"{url}|{words}|{n + 1}|{at}\"")));
    }

    [Fact]
    public async Task By_reference_both_names_mean_one_object()
    {
        await RunWell("class Song { public int Plays; }\nvar a = new Song();\n#!set --name b --value @csharp:a --byref");
        Assert.Equal("1", Plain(await RunWell("b.Plays++;\na.Plays")));
    }

    [Fact]
    public async Task A_variable_reaches_scripts_and_cannot_leave_its_script_tag()
    {
        await RunWell("var songs = new[] { \"</script>\", \"b\" };");
        var outputs = await RunWell("#!javascript\n#!share --from csharp songs --as titles\nconsole.log(titles);");
        Assert.Equal(
            ["<script type=\"text/javascript\">globalThis[\"titles\"] = [\"\\u003C/script\\u003E\",\"b\"];</script>", "<script type=\"text/javascript\">console.log(titles);</script>"],
            outputs.Cast<DisplayOutput>().Select(output => output.Data["text/html"]!.GetValue<string>()));
        Assert.Equal("b", Plain(await RunWell("#!share --from javascript titles --as back\nback.RootElement[1].GetString()")));
    }

    [Fact]
    public async Task A_value_is_kept_from_text_file_or_option_and_shown_with_a_mime_type_only()
    {
        Write("data/songs.csv", "title\nä\n");
        Assert.Empty(await RunWell("#!value --name pasted\n  no \"escapes\" \\n\n#!/here\n\n#!value --name file --from-file data/songs.csv\n#!value --name inline --from-value \"a b\"\n"));
        var code = "#!share --from value pasted\n#!share --from value file --as f\n#!set --name i --value @value:inline\npasted + f + i";
        Assert.Equal("no \"escapes\" \\n\n#!/heretitle\nä\na b", Plain(await RunWell(code)));
        var shown = Assert.IsType<DisplayOutput>(Assert.Single(await RunWell("#!value --name j --mime-type application/json\n{\"a\": [1]}")));
        Assert.Equal("{\"a\":[1]}", shown.Data["application/json"]!.ToJsonString());
        Assert.Equal("1", Plain(await RunWell("#!share --from value j\nj.RootElement.GetProperty(\"a\").GetArrayLength()")));
    }

    [Fact]
    public async Task A_value_comes_from_a_web_address_with_its_own_type()
    {
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        var served = Task.Run(async () =>
        {
            using var client = await server.AcceptTcpClientAsync();
            var stream = client.GetStream();
            _ = await stream.ReadAsync(new byte[4096]);
            await stream.WriteAsync(Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1\r\nConnection: close\r\n\r\n7"));
        }, TestContext.Current.CancellationToken);
        var port = ((IPEndPoint)server.LocalEndpoint).Port;
        Assert.Equal("8", Plain(await RunWell($"#!value --name v --from-url http://127.0.0.1:{port}/\n#!csharp\n#!share --from value v\nv + 1")));
        await served;
        server.Stop();
        Assert.Contains(": it can't be had (", (await RunBadly($"#!value --name v --from-url http://127.0.0.1:{port}/")).Value);
    }

    [Fact]
    public async Task Time_is_shown_after_all_else_of_the_cell_even_if_it_fails()
    {
        var outputs = await Run("#!time\nConsole.Write(1);\nthrow new Exception();");
        Assert.Matches("^Wall time: [0-9.]+ms$", ((DisplayOutput)outputs[1]).Data["text/plain"]!.GetValue<string>());
        Assert.Equal(3, outputs.Count);
    }

    [Fact]
    public async Task Who_lists_variables_and_whos_their_types_and_values_of_the_last_declaration()
    {
        await RunWell("var tempo = 1; var title = \"<a>\";\nint F() => 1;");
        await RunWell("var tempo = 174.5;");
        Assert.Equal("tempo\ntitle", Plain(await RunWell("#!who")));
        Assert.Equal("tempo\tSystem.Double\t174.5\ntitle\tSystem.String\t<a>", Plain(await RunWell("#!whos")));
        Assert.Equal(
            "<table><thead><tr><th>Variable</th><th>Type</th><th>Value</th></tr></thead><tbody><tr><td>tempo</td><td>System.Double</td><td>174.5</td></tr>"
            + "<tr><td>title</td><td>System.String</td><td>&lt;a&gt;</td></tr></tbody></table>",
            Face(await RunWell("#!whos"), "text/html"));
    }

    [Fact]
    public async Task Every_magic_tells_its_usage()
    {
        Assert.StartsWith("#!set --name NAME --value TEXT|@LANGUAGE:NAME", Plain(await RunWell("#!set -h")));
        var all = Plain(await RunWell("#!lsmagic"));
        foreach (var name in (string[])["csharp", "markdown", "html", "javascript", "mermaid", "value", "set", "share", "time", "who", "whos", "import"])
            Assert.Contains($"#!{name}", all);
        Assert.Contains("C# 14", Plain(await RunWell("#!about")));
    }

    [Fact]
    public async Task A_diagrams_size_goes_with_it()
    {
        var output = Assert.IsType<DisplayOutput>(Assert.Single(await RunWell("#!mermaid --display-width 300px\ngraph TD")));
        Assert.Equal("{\"text/vnd.mermaid\":{\"width\":\"300px\"}}", output.Metadata.ToJsonString());
    }

    [Theory]
    [InlineData("#!Time", "line 1: #!Time is unknown; did you mean #!time?")]
    [InlineData("#!nothinglikeit", "line 1: #!nothinglikeit is unknown; remove the line")]
    [InlineData("1\n#!fsharp\nlet x = 1", "line 2: #!fsharp starts code in a language that can't run here (csharp, html, javascript, markdown, mermaid, value can)")]
    [InlineData("#!time now", "line 1: #!time: 'now' is one word too many; write #!time")]
    [InlineData("#!set --name x", "line 1: #!set: --value is missing; write #!set --name NAME")]
    [InlineData("#!set --name --value 1", "line 1: #!set: --name needs a value")]
    [InlineData("#!set --name x --value 1 --name y", "line 1: #!set: --name is given twice")]
    [InlineData("#!set --name=x --value 1", "line 1: #!set: there is no option --name=x, perhaps --name")]
    [InlineData("#!set --name x --value \"1", "line 1: #!set: a quote is not closed")]
    [InlineData("#!set --name 1x --value 1", "line 1: '1x' can't be a variable's name")]
    [InlineData("#!set --name x --value @input:\"Which?\"", "line 1: @input is not supported: nobody can be asked")]
    [InlineData("#!set --name x --value @password:Key", "line 1: @password is not supported: nobody can be asked")]
    [InlineData("#!set --name x --value a --mime-type application/json", "line 1: the text is not application/json")]
    [InlineData("#!set --name x --value @value:y --byref --mime-type a/b", "line 1: #!set: --byref and --mime-type exclude each other")]
    [InlineData("#!set --name x --value @value:y --byref", "line 1: #!set: --byref works from C# to C# only")]
    [InlineData("var tempo = 1;\n#!share --from csharp temp", "line 2: there is no variable 'temp' in csharp; did you mean tempo?")]
    [InlineData("#!share --from javascript x", "line 1: there is no variable 'x' in javascript (what scripts set themselves stays where the notebook is shown)")]
    [InlineData("#!share --from sql x", "line 1: there is no language 'sql' here; write one of csharp,")]
    [InlineData("#!share --from csharp", "line 1: #!share: the variable's name is missing")]
    [InlineData("var x = 1;\n#!html\n#!share --from csharp x", "line 3: html has no variables; share with javascript")]
    [InlineData("#!value\ntext", "line 1: #!value: --name is missing")]
    [InlineData("#!value --name x --from-file none.txt", "line 1: #!value --from-file none.txt: there is no such file")]
    [InlineData("#!value --name x --from-file a --from-url b", "line 1: #!value: --from-file and --from-url can't be used together")]
    [InlineData("#!value --name x --from-value a\ntext", "line 1: #!value: --from-value can't be used together with a text that follows")]
    [InlineData("#!value --name x --from-url file:///etc/hosts", "line 1: #!value --from-url file:///etc/hosts: that is no http or https address")]
    [InlineData("#!import a b", "line 1: #!import: 'b' is one word too many (text with spaces needs quotes)")]
    public async Task A_wrong_line_is_one_clear_sentence(string code, string message)
    {
        var error = await RunBadly(code);
        Assert.StartsWith("cell 1, " + message, error.Value);
        Assert.DoesNotContain('\n', error.Value);
    }
}
