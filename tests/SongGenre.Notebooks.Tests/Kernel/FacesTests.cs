using SongGenre.Notebooks.Documents;

namespace SongGenre.Notebooks.Tests.Kernel;

public class FacesTests : KernelFixture
{
    [Fact]
    public async Task A_string_is_plain_text_and_other_objects_are_html_with_a_plain_face()
    {
        Assert.Equal("""{"text/plain":"\u003Cb\u003E"}""", ((DisplayOutput)(await RunWell("display(\"<b>\");"))[0]).Data.ToJsonString());
        var number = await RunWell("display(3);");
        Assert.StartsWith("<div class=\"dni-plaintext\"><pre>3</pre></div>", Face(number, "text/html"));
        Assert.Equal("3", Plain(number));
    }

    [Fact]
    public async Task Markup_scripts_and_styles_are_shown_as_html()
    {
        Assert.Equal("<i>x</i>", Face(await RunWell("HTML(\"<i>x</i>\")"), "text/html"));
        Assert.Equal("<i>x</i>", Face(await RunWell("display(HTML(\"<i>x</i>\"));"), "text/html"));
        Assert.Equal("<script type=\"text/javascript\">alert('1')</script>", Face(await RunWell("Javascript(\"alert('1')\");"), "text/html"));
        Assert.Equal("<style type=\"text/css\">p { color: red }</style>", Face(await RunWell("CSS(\"p { color: red }\");"), "text/html"));
    }

    [Fact]
    public async Task A_text_can_be_displayed_as_any_mime_type_and_json_is_real_json()
    {
        Assert.Equal("<p>", Face(await RunWell("\"<p>\".DisplayAs(\"text/html\");"), "text/html"));
        var json = (DisplayOutput)Assert.Single(await RunWell("\"{\\\"a\\\": [1.0]}\".DisplayAs(\"application/json\");"));
        Assert.Equal("""{"a":[1.0]}""", json.Data["application/json"]!.ToJsonString());
        Assert.Contains("application/json is not JSON", (await RunBadly("\"{\".DisplayAs(\"application/json\");")).Value);
    }

    [Fact]
    public async Task The_same_objects_give_the_same_bytes()
    {
        const string Code =
            """
            display(new { Name = "x", Inner = new { Numbers = new[] { 1.5, 2 } } });
            display(new List<object> { 1, "a", null, new Dictionary<string, int> { ["b"] = 1, ["a"] = 2 } });
            display(new Dictionary<string, object> { ["k"] = new { V = 1 } });
            display(Enumerable.Range(0, 30).Select(i => new { i, Square = i * i }));
            display((1, DayOfWeek.Friday, new DateTime(2020, 1, 2), typeof(string), 'c', 1.5m));
            """;
        var first = await Serialized(Code);
        Assert.Equal(first, await Serialized(Code));
    }

    [Fact]
    public async Task A_query_is_evaluated_once_when_it_is_shown()
    {
        var outputs = await RunWell("Enumerable.Range(0, 3).Select(i => { Console.Write(i); return i; })");
        Assert.Equal(new StreamOutput("stdout", "012"), outputs[0]);
        Assert.DoesNotContain("text/plain", ((DisplayOutput)outputs[1]).Data.Select(mime => mime.Key));
    }

    [Fact]
    public async Task An_object_that_cannot_be_shown_fails_the_cell_or_says_so_but_never_the_kernel()
    {
        await Run("class Bad { public int X => throw new Exception(\"no\"); public override string ToString() => throw new Exception(\"no\"); }\nnew Bad()");
        await Run("class Loop { public Loop Self => this; }\nnew Loop()");
        Assert.Equal("1", Plain(await RunWell("1")));
    }

    private async Task<string> Serialized(string code) => NotebookFormat.Serialize(new Notebook
    {
        Cells = [new Cell { Kind = CellKind.Code, Id = "a", Outputs = await RunWell(code) }],
    });
}
