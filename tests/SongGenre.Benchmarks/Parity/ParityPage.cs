using System.Globalization;

namespace SongGenre.Benchmarks.Parity;

/// <summary>The page that says whether our forest is as good as scikit-learn's.</summary>
internal static class ParityPage
{
    /// <summary>The table.</summary>
    public static string Table(IEnumerable<ParityRow> rows) => string.Join(
        '\n',
        (string[])
        [
            "| problem | forest | figure | SongGenre | scikit-learn | gain | verdict |",
            "| --- | --- | --- | --- | --- | --- | --- |",
            .. rows.SelectMany(row => row.Lines()),
        ]);

    /// <summary>The whole page.</summary>
    public static string Write(IReadOnlyList<ParityRow> rows, int seeds)
    {
        var reached = rows.Sum(row => (row.Auc.IsReached ? 1 : 0) + (row.LogLoss.IsReached ? 1 : 0));
        var problems = rows.Select(row => row.Problem).Distinct().Select(p => $"- **{p.Name}**: {p.What}");
        return string.Create(CultureInfo.InvariantCulture, $"""
            # As accurate as scikit-learn

            Written by `dotnet run -c Release --project tests/SongGenre.Benchmarks -- parity --seeds {seeds} --out FILE`.

            {reached} of {2 * rows.Count} figures are within one standard error of scikit-learn's or better.

            {Table(rows)}

            ## How it was measured

            - Both forests are fitted on the same matrices: 100 trees, gini, √columns for each split, balanced class
              weights, bootstrap; extremely randomised trees see all rows instead. Both are scored by the same code.
            - Figures are means over {seeds} seeds, ± the standard error of the mean. A seed is the forest's, and where
              the problem is made up its rows are drawn anew for each seed too.
            - AUC is macro, one versus one. Log loss clips probabilities of 0 to 2⁻⁵².
            - A gain above 0 means that SongGenre is better. Its standard error is that of the differences seed by
              seed, so that what makes a draw of rows hard for both doesn't count. That is the strict measure: where
              two forests are equally good in truth, it finds either worse in one comparison out of six.

            ## The problems

            {string.Join('\n', problems)}

            """);
    }
}
