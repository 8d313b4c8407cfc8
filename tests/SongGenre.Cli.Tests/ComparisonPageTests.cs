using SongGenre.Notebooks.Tests.Reports;
using SongGenre.Tracking.Mlflow;

namespace SongGenre.Cli.Tests;

public sealed class ComparisonPageTests(SharedBrowser shared) : IClassFixture<SharedBrowser>, IDisposable
{
    private const string Hostile = "</script><img src=x onerror=alert(1)>\"'&";

    private readonly RunStoreFolder _store = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task The_page_is_one_file_that_asks_for_nothing_and_runs_no_text()
    {
        await WriteAsync();
        Assert.Equal(["compare.html"], Directory.EnumerateFiles(_store["page"]).Select(Path.GetFileName));
        var html = File.ReadAllText(_store["page/compare.html"]);
        Assert.DoesNotContain("<img src=x", html, StringComparison.Ordinal);
        Assert.DoesNotMatch("(src|href)=\"(?!data:|#)", html);
        string[] headings =
        [
            "Runs", "What differs", "Scores", "Confusions", "Importances", "Curves", "Parallel coordinates", "Scatter",
            "Lineage",
        ];
        Assert.All(headings, heading => Assert.Contains($">{heading}</h2>", html, StringComparison.Ordinal));
        Assert.Contains("&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_runs_give_the_same_bytes()
    {
        await WriteAsync();
        var first = File.ReadAllBytes(_store["page/compare.html"]);
        await CommandRun.Successful("compare", "plain", "again", Hostile, "--store", _store.File,
            "--html", _store["page/compare.html"]);
        Assert.Equal(first, File.ReadAllBytes(_store["page/compare.html"]));
    }

    [Fact]
    public async Task Every_chart_is_drawn_on_a_desk_and_on_a_phone_without_a_complaint()
    {
        var browser = await shared.GetAsync();
        await WriteAsync();
        foreach (var width in (int[])[1280, 390])
        {
            await browser.OpenAsync(_store["page/compare.html"], width);
            Assert.Equal("drawn", (string?)await browser.EvaluateAsync(
                """
                (async () => {
                  for (const figure of document.querySelectorAll('figure.chart')) {
                    figure.scrollIntoView();
                    for (let i = 0; i < 500 && !figure.dataset.state; i++)
                      await new Promise(done => setTimeout(done, 20));
                  }
                  const states = [...document.querySelectorAll('figure.chart')].map(f => f.dataset.state);
                  return [...new Set(states)].join(' ');
                })()
                """));
            Assert.Equal(width, (int?)await browser.EvaluateAsync("document.documentElement.scrollWidth"));
            Assert.Equal(0, (int?)await browser.EvaluateAsync("document.querySelectorAll('img[src=x]').length"));
        }

        Assert.DoesNotContain(
            browser.Complaints, complaint => !complaint.Contains("GPU stall", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_file_that_cannot_be_written_is_said_before_anything_is_compared()
    {
        var run = await CommandRun.Of("compare", "a", "b", "--store", _store.File, "--html", Path.GetTempPath());
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("is a folder; name a file", Assert.Single(run.ErrorLines), StringComparison.Ordinal);
    }

    private async Task WriteAsync()
    {
        var plain = Add("plain", 13, 42, 7);
        Add("again", 13, 43, 8);
        Add(Hostile, 20, 42, 9, new() { ["mlflow.source.git.commit"] = Hostile });
        _store.Write(store =>
        {
            var at = DateTimeOffset.UnixEpoch;
            store.LogBatch(plain, [new("trees.accuracy", 0.5, at, 10), new("trees.accuracy", 0.6, at, 20)]);
            store.LogInputs(plain, [new(new()
            {
                Name = "songs", Digest = "77", SourceType = "local", Source = "{}",
            }, "training")]);
            var model = store.CreateModel(new() { ExperimentId = "1", Name = "forest", SourceRunId = plain });
            store.FinishModel(model.Id, LoggedModelStatus.Ready);
            store.LogModelOutput(plain, new(model.Id, 0));
            return model;
        });
        Assert.Equal($"wrote {_store["page/compare.html"]}\n", (await CommandRun.Successful(
            "compare", "plain", "again", Hostile, "--store", _store.File,
            "--html", _store["page/compare.html"])).Error);
    }

    private string Add(
        string name, int depth, int seed, int right, Dictionary<string, string>? tags = null) => _store.Add(
        name,
        new Dictionary<string, double> { ["accuracy"] = right / 10.0, ["seconds.fit"] = seed },
        [
            FormattableString.Invariant($"forest.max_depth={depth}"),
            FormattableString.Invariant($"forest.random_state={seed}"),
        ],
        new Dictionary<string, string>
        {
            ["predictions/test.csv"] = "row,genre,Pop,<b>Rap\n" + string.Concat(Enumerable.Range(0, 10).Select(row =>
                FormattableString.Invariant($"{row},{(row < 5 ? "Pop" : "<b>Rap")},")
                    + (row < 5 || row >= right ? "0.75,0.25\n" : "0.25,0.75\n"))),
            ["importances.csv"] = "feature,importance\ntempo,0.5\n",
        },
        tags);
}
