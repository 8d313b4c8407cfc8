using SongGenre.Data;
using SongGenre.Tests.Data;
using SongGenre.Tuning;

namespace SongGenre.Tests.Tuning;

public sealed class TrialLogTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_search_that_was_stopped_and_continued_finds_what_an_uninterrupted_one_finds(bool isHalving)
    {
        var options = new SearchOptions { Scoring = "oob", IsHalving = isHalving };
        var plan = Plan(options);
        var whole = Run(plan, _folder["whole"]);
        using (var stop = new CancellationTokenSource())
        {
            var told = 0;
            Assert.ThrowsAny<OperationCanceledException>(() => Run(plan, _folder["parts"], () =>
            {
                if (++told == 5) stop.Cancel();
            }, stop.Token));
        }

        // Trials of one forest are finished together: two forests of three depths each.
        Assert.Equal(6, File.ReadLines(Path.Combine(_folder["parts"], "trials.jsonl")).Count());
        Assert.False(File.Exists(Path.Combine(_folder["parts"], "results.csv")));
        // The kill came while a line was written.
        File.AppendAllText(Path.Combine(_folder["parts"], "trials.jsonl"), "{\"number\":3,\"rou");
        var made = 0;
        var rest = Run(plan, _folder["parts"], () => made++);

        Assert.Equal(plan.Trials, made);
        Assert.Equal(Texts(whole), Texts(rest));
        Assert.Equal(plan.Trials, File.ReadLines(Path.Combine(_folder["parts"], "trials.jsonl")).Count());
        Assert.Equal(Texts(whole), Texts(Run(plan, _folder["parts"])));
    }

    [Fact]
    public void More_random_points_go_on_where_fewer_ended()
    {
        var few = Random(3);
        Run(few, _folder["search"]);
        var lines = File.ReadAllLines(Path.Combine(_folder["search"], "trials.jsonl"));
        var result = Run(Random(5), _folder["search"]);
        Assert.Equal(5, result.Trials.Count);
        Assert.Equal(lines, File.ReadLines(Path.Combine(_folder["search"], "trials.jsonl")).Take(3));
        Assert.Equal(3, Run(few, _folder["search"]).Trials.Count);
    }

    [Fact]
    public void Another_search_other_songs_and_other_things_are_refused_in_one_line()
    {
        var plan = Plan(new() { Scoring = "oob" });
        Run(plan, _folder["search"]);
        var folder = _folder["search"];
        string Refusal(string where, SearchPlan given, CleanSongs songs) =>
            Assert.Throws<SongGenreException>(() => TrialLog.Open(where, given, songs).Dispose()).Message;

        Assert.Equal(
            $"{folder}: holds another search (other score, folds); name a new folder.",
            Refusal(folder, Plan(new()), SampledSongs.Songs));
        Assert.Equal(
            $"{folder}: holds another search (other dimensions); name a new folder.",
            Refusal(folder, HyperparameterSearchTests.Plan(plan.Options, "forest.max_depth=1,2"), SampledSongs.Songs));
        Assert.Equal(
            $"{folder}: holds another search (other data_sha256); name a new folder.",
            Refusal(folder, plan, SampledSongs.Create(60, 8)));
        _folder.Write("notes.txt", "mine");
        Assert.Equal(
            $"{_folder.Path}: holds other things than a search; name a new folder.",
            Refusal(_folder.Path, plan, SampledSongs.Songs));
    }

    [Fact]
    public void A_damaged_line_is_told_by_its_number()
    {
        var plan = Plan(new() { Scoring = "oob" });
        Run(plan, _folder["search"]);
        var file = Path.Combine(_folder["search"], "trials.jsonl");
        var lines = File.ReadAllLines(file);
        lines[2] = lines[2].Replace("max_depth\":\"", "max_depth\":\"1", StringComparison.Ordinal);
        File.WriteAllLines(file, lines);
        Assert.Equal(
            $"{file} line 3: is damaged; delete the line or name a new folder.",
            Assert.Throws<SongGenreException>(
                () => TrialLog.Open(_folder["search"], plan, SampledSongs.Songs).Dispose()).Message);
    }

    [Fact]
    public void A_table_has_a_line_for_each_trial_with_every_figure()
    {
        var plan = HyperparameterSearchTests.Plan(
            new() { Scoring = "oob" }, "tfidf.ngram_range=[1, 1],[1, 2]", "forest.n_estimators=2,3");
        var result = Run(plan, _folder["search"]);
        var lines = File.ReadAllLines(Path.Combine(_folder["search"], "results.csv"));
        Assert.StartsWith(
            "number,round,forest.n_estimators,tfidf.ngram_range,auc_ovo_macro,auc_ovo_macro_sd,",
            lines[0],
            StringComparison.Ordinal);
        Assert.EndsWith(",macro_recall,macro_recall_sd,seconds", lines[0], StringComparison.Ordinal);
        Assert.Equal(1 + 4, lines.Length);
        Assert.StartsWith(
            FormattableString.Invariant($"{result.Best.Number},0,{result.Best.Trees},\"[1, "),
            lines[1],
            StringComparison.Ordinal);
        Assert.Equal(result.Best.Score(SearchMetric.AucOvoMacro).Mean, double.Parse(
            lines[1].Split(']')[1].Split(',')[1], System.Globalization.CultureInfo.InvariantCulture));
    }

    private static SearchPlan Plan(SearchOptions options) => HyperparameterSearchTests.Plan(
        options, "forest.max_depth=1,2,3", "forest.min_samples_leaf=1,4,9");

    private static SearchPlan Random(int count) => SearchPlan.Create(
        SampledSongs.Experiment,
        [SearchDimension.Range("forest.max_features=0.1..1.0", SampledSongs.Experiment)],
        new() { Scoring = "oob", Random = count });

    private static SearchResult Run(
        SearchPlan plan, string folder, Action? told = null, CancellationToken? cancel = null)
    {
        using var log = TrialLog.Open(folder, plan, SampledSongs.Songs);
        return HyperparameterSearch.Run(
            SampledSongs.Songs,
            SampledSongs.Split,
            plan,
            log,
            new HyperparameterSearchTests.Told(_ => told?.Invoke()),
            cancel ?? Cancel);
    }

    private static List<string> Texts(SearchResult result) =>
        [.. result.Trials.Select(trial => (trial with { Seconds = 0 }).ToJson().ToJsonString())];
}
