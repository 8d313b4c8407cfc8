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
            "| problem | forest | figure | SongGenre | scikit-learn | verdict | gain, seed by seed | in its errors |",
            "| --- | --- | --- | --- | --- | --- | --- | --- |",
            .. rows.SelectMany(row => row.Lines()),
        ]);

    /// <summary>The whole page.</summary>
    public static string Write(IReadOnlyList<ParityRow> rows, int seeds)
    {
        MeanDifference[] figures = [.. rows.SelectMany(row => (MeanDifference[])[row.Auc, row.LogLoss])];
        var (reached, worse, better) =
            (figures.Count(f => f.IsReached), figures.Count(f => f.Errors < -2), figures.Count(f => f.Errors > 2));
        var problems = rows.Select(row => row.Problem).Distinct().Select(p => $"- **{p.Name}**: {p.What}");
        return string.Create(CultureInfo.InvariantCulture, $"""
            # As accurate as scikit-learn

            Written by
            `dotnet run -c Release --project tests/SongGenre.Benchmarks -- parity --seeds {seeds} --out FILE`.

            {reached} of {figures.Length} figures are within one standard error of scikit-learn's or better. Compared seed
            by seed, {worse} are worse and {better} better by more than two standard errors of the difference.

            {Table(rows)}

            ## How it was measured

            - Both forests are fitted on the same matrices: 100 trees, gini, √columns for each split, balanced class
              weights, bootstrap; extremely randomised trees see all rows instead. Both are scored by the same code.
            - Figures are means over {seeds} seeds, ± the standard error of the mean. A seed is the forest's, and where
              the problem is made up its rows are drawn anew for each seed too.
            - AUC is macro, one versus one. Log loss clips probabilities of 0 to 2⁻⁵².
            - The verdict is about the means: ours may be worse by the standard error of scikit-learn's mean. Where the
              problem is made up, that error is mostly the luck of the rows, which both forests share. On the real songs
              it is the luck of the forest alone, and the means of two equal forests are further apart than that in one
              comparison out of four.
            - The gain is the mean of the differences seed by seed, above 0 where SongGenre is better, ± their standard
              error: what makes a draw of rows hard for both doesn't count. In its own errors it is below −2 for two
              equal forests in one comparison out of 25 with 10 seeds, out of 40 with many.

            ## The problems

            {string.Join('\n', problems)}

            """);
    }
}
