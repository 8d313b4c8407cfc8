using System.Text.Json.Nodes;
using System.Xml.Linq;
using SongGenre.Notebooks.Runner;

namespace SongGenre.Notebooks.Tests.Runner;

public sealed class RunResultsTests : IDisposable
{
    private static readonly RunReport Report = new(RunStatus.Failed, 3.5,
    [
        new("a.ipynb", "/out/a.ipynb", RunStatus.Failed, 2.25, "a.ipynb: cell 3 (bad) failed: E: <no> \u001b[31m", [
            new(1, "good", RunStatus.Succeeded, 1), new(2, "left", RunStatus.NotRun, 0),
            new(3, "bad", RunStatus.Failed, 0.5, new("E", "<no> \u001b[31m\u0000", ["E: no", "   at cell 3, line 1 \ufffe😀"]))], []),
        new("b.ipynb", "/out/b.ipynb", RunStatus.NotRun, 0, null, [], []),
        new("c.ipynb", "/out/c.ipynb", RunStatus.Differs, 1, null, [new(1, "one", RunStatus.Succeeded, 1)],
            [new("c.ipynb", 1, "one", "output 1", ["1"], ["2"])]),
        new("d.ipynb", "/out/d.ipynb", RunStatus.Failed, 0, "d.ipynb: a notebook's process cannot be started", [], []),
    ]);

    private readonly string folder = Directory.CreateTempSubdirectory("results").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void JUnit_xml_has_a_suite_per_notebook_a_case_per_cell_and_counts_that_add_up()
    {
        string path = Path.Combine(folder, "new", "junit.xml");
        RunResults.WriteJUnit(path, Report);

        // The parser itself refuses what XML can't hold.
        var root = XDocument.Load(path).Root!;
        Assert.Equal("testsuites", root.Name);
        Assert.Equal(["7", "2", "1", "2", "3.500"], Counts(root));
        var suites = root.Elements("testsuite").ToList();
        Assert.Equal(["a.ipynb", "b.ipynb", "c.ipynb", "d.ipynb"], suites.Select(s => (string?)s.Attribute("name")));
        Assert.Equal(["3", "1", "0", "1", "2.250"], Counts(suites[0]));
        Assert.Equal(["1", "0", "0", "1", "0.000"], Counts(suites[1]));
        Assert.Equal(["1", "0", "1", "0", "0.000"], Counts(suites[3]));
        var cases = suites[0].Elements("testcase").ToList();
        Assert.Equal(["cell 1 (good)", "cell 2 (left)", "cell 3 (bad)"], cases.Select(c => (string?)c.Attribute("name")));
        Assert.All(cases, c => Assert.Equal("a", (string?)c.Attribute("classname")));
        Assert.Equal(["1.000", "0.000", "0.500"], cases.Select(c => (string?)c.Attribute("time")));
        Assert.Empty(cases[0].Elements());
        Assert.NotNull(cases[1].Element("skipped"));
        var failure = cases[2].Element("failure")!;
        Assert.Equal("E", (string?)failure.Attribute("type"));
        Assert.Equal("<no> [31m", (string?)failure.Attribute("message"));
        Assert.Equal("E: no\n   at cell 3, line 1 😀", failure.Value);
        Assert.Contains("c.ipynb: cell 1 (one), output 1\n  - 1\n  + 2", suites[2].Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_holds_what_the_report_holds()
    {
        string path = Path.Combine(folder, "results.json");
        RunResults.WriteJson(path, Report);

        var json = JsonNode.Parse(File.ReadAllText(path))!;
        Assert.Equal(("failed", 1, 3.5), ((string?)json["status"], (int?)json["exitCode"], (double?)json["seconds"]));
        var notebooks = json["notebooks"]!.AsArray();
        Assert.Equal(["failed", "not run", "differs", "failed"], notebooks.Select(n => (string?)n!["status"]));
        Assert.Equal(Report.Notebooks.Select(n => n.Failure), notebooks.Select(n => (string?)n!["failure"]));
        var error = notebooks[0]!["cells"]![2]!["error"]!;
        Assert.Equal(("E", "E: no"), ((string?)error["name"], (string?)error["traceback"]![0]));
        Assert.Null(notebooks[0]!["cells"]![0]!["error"]);
        Assert.Equal("output 1", (string?)notebooks[2]!["differences"]![0]!["where"]);
        Assert.False((bool?)notebooks[0]!["reused"]);
    }

    [Fact]
    public void A_file_that_cannot_be_written_is_one_line() =>
        Assert.StartsWith($"{folder}: can't be written: ",
            Assert.Throws<NotebookException>(() => RunResults.WriteJson(folder, Report)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_folder_in_memory_is_created_as_any_other()
    {
        Assert.SkipUnless(Directory.Exists("/dev/shm"), "Only Linux has /dev/shm.");
        string shared = Path.Combine("/dev/shm", Path.GetRandomFileName());
        try
        {
            RunResults.WriteJson(Path.Combine(shared, "results.json"), Report);
            Assert.True(File.Exists(Path.Combine(shared, "results.json")));
        }
        finally
        {
            if (Directory.Exists(shared)) Directory.Delete(shared, recursive: true);
        }
    }

    [Fact]
    public async Task Who_reads_the_file_while_it_is_written_anew_sees_the_old_or_the_new_one_whole()
    {
        string path = Path.Combine(folder, "results.json");
        var cells = Enumerable.Range(1, 2000).Select(i => new CellResult(i, $"c{i}", RunStatus.Succeeded, 1));
        var large = Report with { Notebooks = [Report.Notebooks[0] with { Cells = [.. cells] }] };
        RunResults.WriteJson(path, large);

        var writing = Task.Run(
            () =>
            {
                for (int i = 0; i < 50; i++) RunResults.WriteJson(path, large);
            },
            TestContext.Current.CancellationToken);
        do
        {
            // FileShare.Delete lets Windows put another file in its place meanwhile.
            using var stream = new FileStream(
                path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            Assert.Equal("failed", (string?)JsonNode.Parse(stream)!["status"]);
        }
        while (!writing.IsCompleted);
        await writing;
        Assert.Equal([path], Directory.EnumerateFiles(folder));
    }

    private static string?[] Counts(XElement element) =>
        [.. ((string[])["tests", "failures", "errors", "skipped", "time"]).Select(name => (string?)element.Attribute(name))];
}
