using SongGenre.Evaluation;
using SongGenre.Features;

namespace SongGenre.Charts;

/// <summary>The charts that sum up a model: the same in notebooks and on record.</summary>
public static class ModelCharts
{
    /// <summary>Where each genre's test rows went, in percent of the genre.</summary>
    /// <param name="confusion">True genres × predicted genres; at least one row.</param>
    /// <param name="genres">The genres' names.</param>
    public static Chart Confusion(ConfusionMatrix confusion, IReadOnlyList<string> genres)
    {
        ArgumentNullException.ThrowIfNull(confusion);
        ArgumentNullException.ThrowIfNull(genres);
        var percent = confusion.Normalized();
        for (var t = 0; t < confusion.Classes; t++)
            for (var p = 0; p < confusion.Classes; p++) percent[t, p] *= 100;
        int[] known = [.. Enumerable.Range(0, confusion.Classes).Where(c => confusion.Support(c) > 0)];
        var (best, worst) = (known.MaxBy(c => percent[c, c]), known.MinBy(c => percent[c, c]));
        return Chart.Heatmap(
            percent, genres, genres, "Confusion matrix of the test rows", "true genre", "predicted genre",
            "% of the true genre",
            FormattableString.Invariant(
                $"{genres[best]} is recognised best ({percent[best, best]:0}%), {genres[worst]} worst ({percent[worst, worst]:0}%)."),
            cellFormat: "0;-0;''", range: (0, 100));
    }

    /// <summary>
    /// What each source of features adds to a forest (<see cref="GenreModel.ImportancesBySource"/>), the text emphasised.
    /// </summary>
    /// <param name="model">The model.</param>
    public static Chart Importances(GenreModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        var impurity = model.ImportancesBySource;
        return Chart.Bar(
            [.. impurity.Select(i => i.Key)], [.. impurity.Select(i => i.Value)],
            "Impurity importance, text terms summed", "share of the impurity decrease",
            FormattableString.Invariant($"{impurity[0].Key} leads with {impurity[0].Value:0%} of the decrease."),
            labelFormat: "0.000", highlight: [FeaturePipeline.TitleAndSongName]);
    }
}
