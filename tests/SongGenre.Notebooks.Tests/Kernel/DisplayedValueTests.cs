using SongGenre.Notebooks.Documents;

namespace SongGenre.Notebooks.Tests.Kernel;

public class DisplayedValueTests : KernelFixture
{
    [Theory]
    [InlineData("display(\"a\")")]
    [InlineData("\"a\".Display()")]
    [InlineData("\"a\".DisplayAs(\"text/plain\")")]
    [InlineData("await Task.Run(() => display(\"a\"))")]
    public async Task What_display_returns_is_not_displayed_itself(string code) => Assert.Equal("a", Plain(await RunWell(code)));

    [Fact]
    public async Task An_update_replaces_what_was_displayed_where_it_stands()
    {
        var outputs = await RunWell("var shown = display(\"a\"); display(\"b\"); shown.Update(\"c\");");
        Assert.Equal(["c", "b"], outputs.Select(output => ((DisplayOutput)output).Data["text/plain"]!.GetValue<string>()));
    }

    [Fact]
    public async Task A_later_cell_updates_under_the_id_that_the_display_had_and_no_two_displays_share_one()
    {
        var first = (DisplayOutput)Assert.Single(await RunWell("var shown = display(\"a\");"));
        var second = (DisplayOutput)Assert.Single(await RunWell("display(\"b\");"));
        Assert.NotNull(first.DisplayId);
        Assert.NotEqual(first.DisplayId, second.DisplayId);
        var published = new List<Output>();
        await Kernel.ExecuteAsync(new("shown.Update(new[] { 1 }, \"text/plain\");", "cell", 3), published.Add, TestContext.Current.CancellationToken);
        var update = Assert.IsType<UpdateDisplayOutput>(Assert.Single(published));
        Assert.Equal(first.DisplayId, update.DisplayId);
        Assert.Equal(["text/plain"], update.Data.Select(face => face.Key));
    }

    [Fact]
    public async Task Clearing_takes_away_what_the_cell_has_put_out_at_once_or_when_the_next_output_comes()
    {
        Assert.Equal("b", Plain(await RunWell("display(\"a\"); ClearOutput(); display(\"b\");")));
        Assert.Empty(await RunWell("Console.WriteLine(1); ClearOutput();"));
        Assert.Equal("a", Plain(await RunWell("display(\"a\"); ClearOutput(wait: true);")));
        Assert.Equal("b", Plain(await RunWell("display(\"a\"); ClearOutput(true); display(\"b\");")));
    }

    [Fact]
    public async Task A_library_without_a_kernel_shows_content_under_an_id_and_updates_it()
    {
        const string Show = "var show = (Action<string, IReadOnlyDictionary<string, string>>)AppContext.GetData(\"Notebook.Display\");\n"
            + "show(\"mine\", new Dictionary<string, string> { [\"text/html\"] = \"<b>1</b>\", [\"text/plain\"] = \"1\" });";
        var shown = (DisplayOutput)Assert.Single(await RunWell(Show));
        Assert.Equal(("mine", "<b>1</b>", "1"), (shown.DisplayId, (string?)shown.Data["text/html"], (string?)shown.Data["text/plain"]));
        var published = new List<Output>();
        await Kernel.ExecuteAsync(
            new("show(\"mine\", new Dictionary<string, string> { [\"text/plain\"] = \"2\" });", "cell", 2), published.Add, TestContext.Current.CancellationToken);
        Assert.Equal(("mine", "2"), Assert.Single(published) is UpdateDisplayOutput u ? (u.DisplayId, (string?)u.Data["text/plain"]) : default);
    }

    [Fact]
    public async Task No_file_holds_an_id() => Assert.DoesNotContain(
        "display-",
        NotebookFormat.Serialize(new Notebook { Cells = [new Cell { Kind = CellKind.Code, Id = "a", Outputs = await RunWell("display(1);") }] }),
        StringComparison.Ordinal);
}
