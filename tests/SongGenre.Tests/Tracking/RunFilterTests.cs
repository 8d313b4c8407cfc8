using SongGenre.Tracking;

namespace SongGenre.Tests.Tracking;

public sealed class RunFilterTests
{
    private static readonly Dictionary<string, string> Run = new()
    {
        ["metrics.auc_ovo_macro"] = "0.95435",
        ["metrics.broken"] = "NaN",
        ["params.forest.max_depth"] = "13",
        ["params.forest.criterion"] = "gini",
        ["params.tfidf.max_features"] = "null",
        ["tags.note"] = "the first, it's good",
        ["tags.a key"] = "here",
        ["attributes.status"] = "finished",
        // 2026-01-02T12:00:00Z.
        ["attributes.start_time"] = "1767355200000",
        ["attributes.run_name"] = "calm-bass-7",
    };

    [Theory]
    [InlineData("")]
    [InlineData("metrics.auc_ovo_macro > 0.95 and params.forest.max_depth = 13")]
    [InlineData("metrics.auc_ovo_macro>=0.95435 AND metric.auc_ovo_macro<1e0")]
    [InlineData("params.forest.max_depth = 13.0")]
    [InlineData("parameter.forest.criterion != 'entropy'")]
    [InlineData("params.tfidf.max_features = null")]
    [InlineData("tags.note LIKE '%first%' and tag.note like 'the%good'")]
    [InlineData("tags.note = 'the first, it''s good'")]
    [InlineData("tags.note ILIKE '%FIRST%'")]
    [InlineData("tags.`a key` = \"here\"")]
    [InlineData("status = finished and attributes.status = 'finished'")]
    [InlineData("metrics.broken != 1")]
    [InlineData("metrics.broken = nan")]
    [InlineData("status = FINISHED")]
    [InlineData("start_time = 1767355200000 and attributes.start >= '2026-01-02'")]
    [InlineData("created < '2026-01-02T12:00:01' and start_time > '2026-01-02 12:59:59+01:00'")]
    [InlineData("attributes.`Run name` LIKE 'calm%' and name != null")]
    [InlineData("metrics.missing = null and tags.missing = null and end_time = null")]
    [InlineData("metrics.auc_ovo_macro != null")]
    [InlineData("params.forest.max_depth != null")]
    public void A_run_is_chosen_where_every_comparison_holds(string filter) => Assert.True(Matches(filter));

    [Theory]
    [InlineData("metrics.auc_ovo_macro > 0.96")]
    [InlineData("metrics.auc_ovo_macro > 0.95 and params.forest.max_depth = 12")]
    [InlineData("metrics.missing != 1")]
    [InlineData("params.missing = 'null'")]
    [InlineData("metrics.broken < 1")]
    [InlineData("metrics.broken = null")]
    [InlineData("metrics.missing != null")]
    [InlineData("params.missing = null")]
    [InlineData("params.missing != null")]
    [InlineData("params.tfidf.max_features != null")]
    [InlineData("params.tfidf.max_features > 5")]
    [InlineData("start_time > '2026-01-02T12:00:00'")]
    [InlineData("metrics.broken > 1")]
    [InlineData("params.forest.criterion < 3")]
    [InlineData("tags.note LIKE 'first'")]
    [InlineData("tags.note LIKE '%FIRST%'")]
    public void A_run_is_left_out_where_one_does_not_hold(string filter) => Assert.False(Matches(filter));

    [Theory]
    [InlineData("metrics.auc ~ 1", "'~ 1' at character 13, where =, !=, <, <=, >, >=, LIKE or ILIKE belongs")]
    [InlineData("metrics.auc >", "the end at character 14, where a number, a word, or a text in 'quotes' belongs")]
    [InlineData("metrics.auc > high", "'high' at character 15, where a number to compare with belongs")]
    [InlineData("metrics.auc > 1 or metrics.f1 > 1", "'or metrics.f1 > 1' at character 17, where 'and', or the end belongs")]
    [InlineData("> 1", "'> 1' at character 1, where a name")]
    [InlineData("figures.auc > 1", "'figures.auc' names nothing of a run")]
    [InlineData("auc > 1", "'auc' is no attribute of a run, which are run_id, run_name, status, start_time,")]
    [InlineData("attributes.colour = red", "'colour' is no attribute of a run")]
    [InlineData("status = done", "'done' at character 10, where one of running, scheduled, finished, failed, killed")]
    [InlineData("start_time > monday", "'monday' at character 14, where a time such as '2026-11-23'")]
    [InlineData("metrics.auc > null", "'null' at character 15, where a number to compare with")]
    [InlineData("metrics.auc > 1 and", "the end at character 20, where a name")]
    [InlineData("tags.note = 'open", "''open' at character 13, where a number, a word, or a text")]
    public void What_is_not_understood_is_named_with_its_place(string filter, string expected) =>
        Assert.Contains(expected, Assert.Throws<SongGenreException>(() => Matches(filter)).Message, StringComparison.Ordinal);

    private static bool Matches(string filter) =>
        RunFilter.Parse(filter).Matches(field => Run.GetValueOrDefault(field.ToString()));
}
