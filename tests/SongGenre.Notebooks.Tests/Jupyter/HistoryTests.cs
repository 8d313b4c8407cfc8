using System.Text.Encodings.Web;
using System.Text.Json;
using SongGenre.Notebooks.Jupyter;

namespace SongGenre.Notebooks.Tests.Jupyter;

public sealed class HistoryTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("history").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private HistoryFile Kept => new(Path.Combine(folder, "data", "history.jsonl"));

    [Fact]
    public void Tail_gives_the_latest_of_all_sessions_the_oldest_first()
    {
        Session("a", "b");
        var history = Session("c");
        Assert.Equal("""[[1,2,"b"],[2,1,"c"]]""", Ask(history, """{"hist_access_type":"tail","n":2}"""));
        Assert.Equal("""[[2,1,["c","=c"]]]""",
            Ask(history, """{"hist_access_type":"tail","n":1,"output":true,"raw":true}"""));
    }

    [Fact]
    public void Range_gives_lines_of_a_session_counted_from_the_first_or_back_from_this_one()
    {
        Session("a", "b", "c");
        var history = Session("d");
        Assert.Equal("""[[1,2,"b"]]""",
            Ask(history, """{"hist_access_type":"range","session":1,"start":2,"stop":3}"""));
        Assert.Equal("""[[1,1,"a"],[1,2,"b"],[1,3,"c"]]""",
            Ask(history, """{"hist_access_type":"range","session":-1,"start":1,"stop":null}"""));
        Assert.Equal("""[[2,1,"d"]]""", Ask(history, """{"hist_access_type":"range","session":0}"""));
        Assert.Equal("[]", Ask(history, """{"hist_access_type":"range","session":-2147483648}"""));
    }

    [Fact]
    public void Search_takes_a_glob_pattern_for_the_whole_input()
    {
        var history = Session("var x = 1;", "x + 1", "var x = 1;", "[x]\nvar", "y");
        Assert.Equal("""[[1,1,"var x = 1;"],[1,3,"var x = 1;"]]""",
            Ask(history, """{"hist_access_type":"search","pattern":"var*"}"""));
        Assert.Equal("""[[1,3,"var x = 1;"]]""",
            Ask(history, """{"hist_access_type":"search","pattern":"var*","unique":true}"""));
        Assert.Equal("""[[1,2,"x + 1"]]""", Ask(history, """{"hist_access_type":"search","pattern":"? + 1"}"""));
        Assert.Equal("""[[1,4,"[x]\nvar"]]""", Ask(history, """{"hist_access_type":"search","pattern":"[x]*"}"""));
        Assert.Equal("""[[1,5,"y"]]""", Ask(history, """{"hist_access_type":"search","n":1}"""));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"hist_access_type":"all"}""")]
    [InlineData("""{"hist_access_type":"tail","n":1e99}""")]
    [InlineData("""{"hist_access_type":"range","session":"x"}""")]
    public void Request_without_sense_is_refused(string request) =>
        Assert.Throws<RefusedRequestException>(() => Ask(new History(null), request));

    [Fact]
    public void Without_a_file_the_session_remembers_itself()
    {
        var history = new History(null);
        history.Add(1, "a", null);
        Assert.Equal("""[[1,1,["a",null]]]""", Ask(history, """{"hist_access_type":"tail","output":true}"""));
    }

    [Fact]
    public void Damaged_lines_are_passed_over()
    {
        Session("a");
        File.AppendAllText(Path.Combine(folder, "data", "history.jsonl"),
            "{\"session\":\n\0\u0001\n[]\nnull\n{\"session\":3}\n");
        Assert.Equal("""[[1,1,"a"],[2,1,"b"]]""", Ask(Session("b"), """{"hist_access_type":"tail","n":9}"""));
    }

    [Fact]
    public void Line_that_was_cut_off_does_not_swallow_the_next_entry()
    {
        Session("a");
        File.AppendAllText(Path.Combine(folder, "data", "history.jsonl"), "{\"session\":2,\"li");
        Assert.Equal("""[[1,1,"a"],[2,1,"b"],[2,2,"c"]]""",
            Ask(Session("b", "c"), """{"hist_access_type":"tail","n":9}"""));
        Assert.Equal(["a", "b", "c"], Kept.Read().Select(entry => entry.Input));
    }

    [Fact]
    public void Nobody_else_can_read_what_was_run()
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("There, a user's folder is the user's alone.");
        else
        {
            const UnixFileMode Own = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            var file = Path.Combine(folder, "data", "history.jsonl");
            Session("a");
            Assert.Equal(Own, File.GetUnixFileMode(file));
            Assert.Equal(Own | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.Combine(folder, "data")));
            File.SetUnixFileMode(file, Own | UnixFileMode.OtherRead);
            Session("b");
            Assert.Equal(Own, File.GetUnixFileMode(file));
        }
    }

    [Fact]
    public void Place_that_cannot_be_written_is_no_error()
    {
        File.WriteAllText(Path.Combine(folder, "data"), "a file where the folder should be");
        Assert.Equal("""[[1,1,"a"]]""", Ask(Session("a"), """{"hist_access_type":"tail"}"""));
    }

    [Fact]
    public void Kernels_that_run_at_once_get_sessions_of_their_own_and_lose_nothing()
    {
        Parallel.For(0, 4, _ => Session([.. Enumerable.Range(1, 25).Select(line => $"line {line}")]));
        var entries = Kept.Read();
        Assert.Equal([1, 2, 3, 4], entries.Select(entry => entry.Session).Distinct().Order());
        Assert.All(entries.GroupBy(entry => entry.Session),
            session => Assert.Equal(Enumerable.Range(1, 25), session.Select(entry => entry.Line)));
    }

    [Fact]
    public void File_keeps_the_newer_entries_when_it_grows_too_large()
    {
        var text = new string('x', 49_000);
        var history = Session([.. Enumerable.Repeat(text, 100)]);
        history.Add(101, "the last", null);
        var entries = Kept.Read();
        Assert.True(new FileInfo(Path.Combine(folder, "data", "history.jsonl")).Length <= HistoryFile.LargestSize);
        Assert.InRange(entries.Count, 20, 100);
        Assert.Equal("the last", entries[^1].Input);
    }

    private History Session(params string[] inputs)
    {
        var history = new History(Kept);
        for (var i = 0; i < inputs.Length; i++) history.Add(i + 1, inputs[i], "=" + inputs[i]);
        return history;
    }

    private static string Ask(History history, string request)
    {
        using var content = JsonDocument.Parse(request);
        return HistoryReply.Content(history, new("history_request", content.RootElement))["history"]!.ToJsonString(
            new JsonSerializerOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }
}
