using SongGenre.Notebooks.Documents;

namespace SongGenre.Notebooks.Tests.Kernel;

public class ManyCellsTests : KernelFixture
{
    [Fact]
    public async Task The_last_of_300_cells_sees_what_the_first_declared()
    {
        await RunWell("using System.IO;\nvar first = 1; record Song(int Id); int Twice(int x) => 2 * x;");
        for (var i = 2; i < 300; i++)
            await RunWell(i % 2 == 0 ? $"var x{i} = {i};" : $"first += x{i - 1}; Console.Write(first)");
        // 1 + 2 + 4 + … + 298 = 1 + 149 × 150; 2 × that is 44,702.
        Assert.Equal(
            "Song { Id = 44702 }x", Plain(await RunWell("new Song(Twice(first)) + Path.GetFileName(\"a/x\")")));
    }

    [Fact]
    public async Task Cells_that_declare_nothing_change_nothing_that_later_cells_see()
    {
        await RunWell("1 + 1");
        await RunWell("var x = 1; var list = new List<object>();");
        await RunWell("x = 2;");
        await RunWell("foreach (var i in new[] { 1, 2 }) { list.Add(i + x); }");
        await RunWell("if (list[0] is int found) Console.Write(found);");
        Assert.Equal("3 4", Plain(await RunWell("string.Join(' ', list)")));
        await RunWell("var x = \"new\";");
        await RunWell("x.Length");
        Assert.Equal("new", Plain(await RunWell("x")));
        Assert.Contains("CS0103", (await RunBadly("i")).Value);
    }

    [Fact]
    public async Task What_an_expression_declares_in_passing_stays()
    {
        await RunWell("var text = \"7\";");
        await RunWell("int.TryParse(text, out var number);");
        await RunWell("number.ToString()");
        await RunWell("var (a, b) = (1, 2);");
        await RunWell("text is string same");
        Assert.Equal("7127", Plain(await RunWell("$\"{number}{a}{b}{same}\"")));
    }

    [Fact]
    public async Task Usings_and_imports_alone_stay()
    {
        Write("more.csx", "int Loaded() => 5;");
        await RunWell("1");
        await RunWell("using System.IO;");
        await RunWell("#load \"more.csx\"");
        await RunWell("2");
        Assert.Equal("5x", Plain(await RunWell("Loaded() + Path.GetFileName(\"a/x\")")));
    }

    [Fact]
    public async Task A_task_of_a_cell_that_declares_nothing_goes_on_with_the_cells_after_it()
    {
        await RunWell("var done = new TaskCompletionSource<int>(); var go = new TaskCompletionSource();");
        await RunWell("_ = Task.Run(async () => { await go.Task; done.SetResult(6); });");
        await RunWell("var other = 1;");
        await RunWell("go.SetResult();");
        Assert.Equal("7", Plain(await RunWell("await done.Task + other")));
    }

    [Fact]
    public async Task Anonymous_types_of_one_shape_are_one_type_in_all_cells()
    {
        await RunWell("var seen = new List<object>();");
        await RunWell("seen.Add(new { A = 1 });");
        await RunWell("seen.Add(new { A = 1 });");
        Assert.Equal("True", Plain(await RunWell("seen[0].Equals(seen[1])")));
    }

    [Fact]
    public void Text_that_grows_in_pieces_is_whole_whenever_it_is_read()
    {
        var cell = new Cell { Kind = CellKind.Code, Id = "a" };
        cell.Append(new StreamOutput("stdout", "a"));
        cell.Append(new StreamOutput("stdout", "b"));
        Assert.Equal([new StreamOutput("stdout", "ab")], cell.Outputs);
        cell.Append(new StreamOutput("stdout", "c"));
        cell.Append(new StreamOutput("stderr", "d"));
        cell.Append(new StreamOutput("stderr", "e"));
        Assert.Equal([new StreamOutput("stdout", "abc"), new StreamOutput("stderr", "de")], cell.Outputs);
        cell.Append(new StreamOutput("stderr", "f"));
        cell.Append(new ClearOutput(Wait: true));
        cell.Append(new StreamOutput("stderr", "g"));
        Assert.Equal([new StreamOutput("stderr", "g")], cell.Outputs);
        cell.Append(new StreamOutput("stderr", "h"));
        cell.Append(new ClearOutput(Wait: false));
        Assert.Empty(cell.Outputs);
    }
}
