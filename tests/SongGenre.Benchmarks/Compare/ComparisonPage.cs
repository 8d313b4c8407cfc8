using System.Globalization;

namespace SongGenre.Benchmarks.Compare;

/// <summary>The page that the figures are read on: how and on what they were measured, a table a case.</summary>
/// <param name="runs">Rounds that were asked for.</param>
/// <param name="patience">Time that the runs of one lane may take in a case.</param>
internal sealed class ComparisonPage(int runs, TimeSpan patience)
{
    private readonly List<string> _tables = [];
    private readonly List<string> _versions = [];

    /// <summary>Adds a case.</summary>
    public void Add(string table, IEnumerable<LaneResult> results)
    {
        _tables.Add(table);
        _versions.AddRange(results.Select(r => r.Versions).Where(v => v.Length > 0).Except(_versions));
    }

    /// <summary>What the figures were measured on, and with which versions.</summary>
    public string Machine() => $"- Machine: {Compare.Machine.Describe()}\n- Versions: {string.Join("; ", _versions)}";

    /// <summary>The page so far.</summary>
    public string Write() => string.Create(CultureInfo.InvariantCulture, $"""
        # SongGenre's forest beside others

        Written by `dotnet run -c Release --project tests/SongGenre.Benchmarks -- compare --out FILE`.

        {Machine()}

        {string.Join('\n', _tables)}
        ## How it was measured

        - Each row of a table is a process of its own that reads the same matrices from files. All threads of the
          machine are used.
        - After a warm-up of at least three seconds, and one run, the peers take turns: one fit and one prediction
          each, then the next round, {runs} rounds. Fits and predictions are repeated until a second has gone into
          each; what counts is the mean.
        - A time is the median; ± is the interquartile range as a share of it. Where that is over
          {Timings.MostSpread:0%} the runs scatter and no ratio is given. A peer whose runs would take more than
          {patience.TotalMinutes:0.##} minutes is run less often, and the table says so; with fewer than
          {Timings.FewestRuns} runs there is no spread, and the ratio is marked as "about".
        - Ratios are the peer's median by SongGenre's: above 1 SongGenre is faster. What starts from the table is set
          against SongGenre from the table.
        - A fit ends with a model that can predict, and includes binning, XGBoost's own matrix and ML.NET's view. What
          turns files into a peer's best input does not count: 32-bit floats row by row for scikit-learn and XGBoost
          (compressed columns to fit and compressed rows to predict where the matrix is sparse; rows for XGBoost), a
          double matrix or a dgCMatrix for ranger, columns for SongGenre and ML.NET. "From the table" is the whole
          way: median and constant imputation, ordinal codes, TF-IDF, forest.
        - A prediction is all class probabilities of all test rows. A forest of SongGenre ranks its thresholds when it
          predicts many rows for the first time, if it didn't as it grew: repeated predictions share that. AUC (macro, one
          versus one) and accuracy of all peers are computed by the same code from these.
        - Memory is what the process held once its data was loaded, and the most that it held from then on, over all
          runs; what the last model or prediction held is given back before the next one.
        - No peer computes an out-of-bag score, but for the row that says so.
        - The real songs: trained on all rows but the published test rows, tested on these.

        ## What the peers can't do alike

        All draw bootstrap rows, try √columns for each split, weigh classes to balance and reduce gini impurity, but:

        - ranger weighs classes where it splits, not in a leaf's probabilities. `probability = TRUE`, `splitrule =
          "gini"`, `min.node.size = 1`, `oob.error = FALSE`.
        - XGBoost draws 63.2% of the rows without replacement, fits second-order logistic gain instead of gini, and
          grows a tree for each class: `XGBRFClassifier`, which is one round of `num_parallel_tree`, with
          `learning_rate = 1`, `colsample_bynode`, `tree_method = "hist"`, `min_child_weight = 0`, and balanced sample
          weights.
        - ML.NET has no multiclass forest: one FastForest for each class with its default of 20 leaves, which is the
          fastest; it has no depth limit and no class weights, and draws rows and columns by its own defaults.

        """);
}
