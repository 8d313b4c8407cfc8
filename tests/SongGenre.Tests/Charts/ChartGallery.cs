using SongGenre.Charts;

namespace SongGenre.Tests.Charts;

/// <summary>One small chart of each kind.</summary>
internal static class ChartGallery
{
    internal const string Hostile = "<script>alert(1)</script> & \"co\"";

    internal static readonly string[] Genres = ["trance", "dnb", "Pop"];

    internal static IEnumerable<TheoryDataRow<string>> Kinds => Charts.Keys.Select(kind => new TheoryDataRow<string>(kind));

    internal static Chart Get(string kind) => Charts[kind]();

    private static readonly Dictionary<string, Func<Chart>> Charts = new()
    {
        ["bar"] = () => Chart.Bar(Genres, [3038, double.NaN, 468], "Songs", "songs", "Few are Pop.", labelFormat: "N0"),
        ["bar with intervals"] = () => Chart.Bar(
            Genres, [0.9, 0.8, 0.7], "AUC", "AUC", "All differ.", "genre", "0.00", ["Pop"],
            [(0.88, 0.93), (0.78, 0.81), (0.6, 0.75)]),
        ["grouped bar"] = () => Chart.GroupedBar(
            Genres, [("audio", [1, 2, 3]), ("all", [4, double.NaN, 6])], "Scores", "score", "Text helps."),
        ["dots"] = () => Chart.Dots(
            Genres, [("audio", [0.95, 0.96, double.NaN])], "AUC", "AUC", "Close.", "genre",
            [[(0.94, 0.97), (0.95, 0.98), (double.NaN, double.NaN)]]),
        ["line"] = () => Chart.Line(
            [("trance", [0, 0.1, 1], [0, 0.9, 1]), ("Pop", [0, 0.5, 1], [0, double.NaN, 1])],
            "ROC", "false positive rate", "true positive rate", "Trance is easy.", diagonal: true, highlight: ["Pop"]),
        ["scatter"] = () => Chart.Scatter(
            [("dnb", [174, 175, 176], [0.9, 0.8, 0.95])], "Tempo", "tempo (beats per minute)", "energy (0–1)", "Fast."),
        ["histogram"] = () => Chart.Histogram(
            [("dnb", [174, 175, 176, double.NaN]), ("Pop", [100, 120])], "Tempo", "tempo (beats per minute)", "Two peaks."),
        ["box"] = () => Chart.Box(
            [("dnb", [1, 2, 3, 4, 5]), ("none", [double.NaN])], "Tempo", "tempo (beats per minute)", "One box."),
        ["heatmap"] = () => Chart.Heatmap(
            new[,] { { 1, 0.25, double.NaN }, { 0.5, 0, -0.125 } }, ["a", "b"], Genres, "Matrix", "row", "column", "share",
            "Mostly right.", diverging: true),
        ["parallel"] = () => Chart.ParallelCoordinates(
            [
                ParallelAxis.Of("group", ["A", "A", "B"]), ParallelAxis.Of("max_depth", ["13", "null", ""]),
                new("AUC", [0.95, double.NaN, 0.96]),
            ],
            "Runs", "B leads."),
    };
}
