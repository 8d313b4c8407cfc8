using SongGenre.Notebooks.Reports;
using static SongGenre.Notebooks.Tests.Reports.SamplePages;

namespace SongGenre.Notebooks.Tests.Reports;

public sealed class ReportSiteTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("site").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void The_chart_library_is_written_once_and_only_if_a_page_has_a_chart()
    {
        string index = ReportSite.Write(folder, [Page("a", Prose("# A"))], new ReportOptions());
        Assert.Equal(Path.Combine(folder, "index.html"), index);
        Assert.Equal(["a.html", "index.html"], Files());

        ReportSite.Write(folder, [Page("a", Code("1", Chart())), Page("b", Code("1", Chart()))], new ReportOptions());
        Assert.Equal(["a.html", "b.html", "index.html", "plotly.min.js"], Files());
    }

    [Theory]
    [InlineData("text/vnd.mermaid", "graph LR")]
    [InlineData("text/markdown", "~~~ mermaid\ngraph LR\n~~~")]
    public void The_diagram_library_is_written_only_if_a_page_has_a_diagram(string mime, string content)
    {
        ReportSite.Write(folder, [Page("a", Code("1", Display(mime, content)), Prose("a word about mermaids"))], new ReportOptions());
        Assert.Equal(["a.html", "index.html", "mermaid.min.js"], Files());
    }

    [Fact]
    public void The_same_notebooks_give_the_same_bytes()
    {
        ReportPage[] pages = [Page("a", Prose("# A\n\ntext"), Code("1", Chart())), Page("b", Prose("# B"))];
        string other = Path.Combine(folder, "other");
        ReportSite.Write(folder, pages, new ReportOptions());
        ReportSite.Write(other, pages, new ReportOptions());
        foreach (string name in Directory.GetFiles(other).Select(f => Path.GetFileName(f)!))
            Assert.Equal(File.ReadAllBytes(Path.Combine(folder, name)), File.ReadAllBytes(Path.Combine(other, name)));
    }

    [Fact]
    public void The_index_tells_title_finding_failure_and_first_chart_of_each_page()
    {
        var page = Page("01-eda", Prose("# What is in it?\n\nPop is *rare*, see [rows](#rows).[^1]\n\nMore in [next](02.ipynb).\n\nA third.\n\n[^1]: note"),
            Code("1", Chart("Bars."))) with
        { Failure = "cell 2 failed" };
        string html = IndexPage.Render([page], new ReportOptions { Title = "Songs", Notice = "SYNTHETIC SAMPLE" });
        foreach (string expected in new[]
        {
            "<h1>Songs</h1>", "SYNTHETIC SAMPLE", "<h2><a href=\"01-eda.html\">What is in it?</a></h2>", "<p class=\"failure\">cell 2 failed</p>",
            "<p>Pop is <em>rare</em>, see <a href=\"01-eda.html#rows\">rows</a>.</p>", "<a href=\"02.html\">next</a>", $"<img src=\"data:image/png;base64,{Png}\" alt=\"Bars.\"",
        })
            Assert.Contains(expected, html, StringComparison.Ordinal);
        Assert.DoesNotContain("A third", html, StringComparison.Ordinal);
        Assert.DoesNotContain("footnote", html[html.IndexOf("<main", StringComparison.Ordinal)..], StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_one_line()
    {
        string file = Path.Combine(folder, "file");
        File.WriteAllText(file, "");
        var error = Assert.Throws<NotebookException>(() => ReportSite.Write(file, [], new ReportOptions()));
        Assert.Contains(file, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_page_in_the_place_of_the_index_is_refused_before_anything_is_written()
    {
        var error = Assert.Throws<NotebookException>(
            () => ReportSite.Write(folder, [Page("a", Prose("# A")), Page("Index", Prose("# B"))], new ReportOptions()));
        Assert.StartsWith("index.ipynb: its page would be index.html", error.Message, StringComparison.Ordinal);
        Assert.Empty(Files());
    }

    private string[] Files() => [.. Directory.GetFiles(folder).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal)];
}
