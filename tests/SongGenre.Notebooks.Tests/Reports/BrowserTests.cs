using SongGenre.Notebooks.Reports;
using static SongGenre.Notebooks.Tests.Reports.SamplePages;

namespace SongGenre.Notebooks.Tests.Reports;

public sealed class BrowserTests(SharedBrowser shared) : IClassFixture<SharedBrowser>, IDisposable
{
    private const string AllDrawn = """
        (async () => {
          for (const figure of document.querySelectorAll('figure.chart')) {
            figure.scrollIntoView();
            for (let i = 0; i < 500 && !figure.dataset.state; i++) await new Promise(done => setTimeout(done, 20));
          }
          return [...document.querySelectorAll('figure.chart')].map(f => f.dataset.state).join(' ');
        })()
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("site").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private string Write(params ReportPage[] pages) => ReportSite.Write(folder, pages, new ReportOptions { Notice = "SYNTHETIC SAMPLE" });

    [Fact]
    public async Task Pages_open_without_a_complaint_or_a_request_and_draw_their_charts_when_these_come_near()
    {
        var browser = await shared.GetAsync();
        var gap = Enumerable.Repeat(Prose(string.Concat(Enumerable.Repeat("text\n\n", 100))), 3);
        string index = Write(Page("a", [Prose("# A\n## One\n## Two"), Code("1", Chart()), .. gap, Code("2", Chart())]), Page("b", Prose("# B")));

        await browser.OpenAsync(Path.Combine(folder, "a.html"));
        Assert.Equal("1", (string?)await browser.EvaluateAsync("String(2 - [...document.querySelectorAll('figure.chart')].filter(f => !f.classList.contains('live')).length || 1)"));
        Assert.Equal("drawn drawn", (string?)await browser.EvaluateAsync(AllDrawn));
        Assert.Equal("none", (string?)await browser.EvaluateAsync("getComputedStyle(document.querySelector('.chart img')).display"));

        await browser.OpenAsync(index);
        await browser.OpenAsync(Path.Combine(folder, "b.html"));
        Assert.Empty(browser.Complaints);
    }

    [Fact]
    public async Task Diagrams_of_cells_and_of_prose_are_drawn_without_a_network()
    {
        var browser = await shared.GetAsync();
        Write(Page("a", Prose("# A\n\n```mermaid\nsequenceDiagram\n  Ada->>Bob: hello\n```"),
            Code("1", Display("text/vnd.mermaid", "graph LR\n  first[\"<b>One</b>\"] --> second[Two]")),
            Code("2", Display("text/vnd.mermaid", "graph LR\n  broken --> "))));
        await browser.OpenAsync(Path.Combine(folder, "a.html"));
        Assert.Equal("drawn drawn failed", (string?)await browser.EvaluateAsync("""
            (async () => {
              const all = [...document.querySelectorAll('pre.diagram')];
              for (let i = 0; i < 1000 && !all.every(p => p.dataset.state); i++) await new Promise(done => setTimeout(done, 20));
              return all.map(p => p.dataset.state).join(' ');
            })()
            """));
        Assert.Equal(2, (int?)await browser.EvaluateAsync("document.querySelectorAll('figure.drawing svg').length"));
        Assert.Equal("none none block", (string?)await browser.EvaluateAsync(
            "[...document.querySelectorAll('pre.diagram')].map(p => getComputedStyle(p).display).join(' ')"));
        Assert.True((bool?)await browser.EvaluateAsync(
            "document.querySelector('figure.drawing').textContent.includes('hello') && document.body.textContent.includes('Two')"));
        Assert.Empty(browser.Complaints);
    }

    [Fact]
    public async Task On_paper_a_chart_is_its_picture()
    {
        var browser = await shared.GetAsync();
        Write(Page("a", Code("1", Chart())));
        await browser.OpenAsync(Path.Combine(folder, "a.html"));
        await browser.EvaluateAsync(AllDrawn);
        await browser.MediaAsync("print");
        Assert.Equal("block none", (string?)await browser.EvaluateAsync(
            "getComputedStyle(document.querySelector('.chart img')).display + ' ' + getComputedStyle(document.querySelector('.plot')).display"));
    }

    [Theory]
    [InlineData(1440, "light")]
    [InlineData(1440, "dark")]
    [InlineData(360, "light")]
    public async Task A_page_is_never_wider_than_its_window_and_its_words_can_be_read(int width, string scheme)
    {
        var browser = await shared.GetAsync();
        Write(Page("a", Prose("# " + new string('W', 60) + "\n\n`" + new string('x', 200) + "` https://example.org/" + new string('y', 200)),
            Code("var x = \"" + new string('z', 300) + "\"; // comment", Chart(), Display("text/html", "<table><tr>" + string.Concat(Enumerable.Repeat("<td>wide cell</td>", 40)) + "</tr></table>"))));
        await browser.OpenAsync(Path.Combine(folder, "a.html"), width, 900, scheme);
        await browser.EvaluateAsync(AllDrawn);

        Assert.Equal(width, (int?)await browser.EvaluateAsync("document.documentElement.scrollWidth"));
        // WCAG 2.2, 1.4.3: text needs a contrast of 4.5 to its background.
        Assert.Equal("", (string?)await browser.EvaluateAsync(Contrast));
        Assert.Empty(browser.Complaints);
    }

    [Fact]
    public async Task A_page_that_asks_for_something_elsewhere_is_noticed_and_refused()
    {
        var browser = await shared.GetAsync();
        Write(Page("a", Code("1", Display("text/html", "<img src=\"http://127.0.0.1:9/x.png\"><script>console.error('boom')</script>"))));
        await browser.OpenAsync(Path.Combine(folder, "a.html"));
        Assert.Contains(browser.Complaints, c => c.Contains("boom", StringComparison.Ordinal));
        Assert.Contains(browser.Complaints, c => c.Contains("Content Security Policy", StringComparison.Ordinal));
    }

    private const string Contrast = """
        (() => {
          const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
          const rgba = c => { canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = c; canvas.fillRect(0, 0, 1, 1); return [...canvas.getImageData(0, 0, 1, 1).data]; };
          const light = ([r, g, b]) => [r, g, b].map(v => v / 255).map(v => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
            .reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
          const behind = e => { for (; e; e = e.parentElement) { const c = rgba(getComputedStyle(e).backgroundColor); if (c[3] === 255) return c; } return [255, 255, 255, 255]; };
          return [...document.querySelectorAll('body *:not(.plot *):not(script):not(.count)')]
            .filter(e => [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()) && e.checkVisibility())
            .map(e => {
              const [a, b] = [light(rgba(getComputedStyle(e).color)), light(behind(e))].sort((x, y) => y - x);
              return [(a + .05) / (b + .05), e.tagName + '.' + e.className];
            }).filter(([ratio]) => ratio < 4.5).map(([ratio, name]) => name + ' ' + ratio.toFixed(2)).join(', ');
        })()
        """;
}
