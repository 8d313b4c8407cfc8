using SongGenre.Forest;

namespace SongGenre.Tests.Forest;

/// <summary>Made-up training data, and views of forests.</summary>
internal static class Trees
{
    /// <summary>Rows of several columns, of which some tell something about the class.</summary>
    public static (ColumnMatrix X, int[] Labels) Data(int rows, int columns, int classes, int seed, int distinct = 1000)
    {
        var random = new Random(seed);
        var labels = new int[rows];
        for (var row = 0; row < rows; row++) labels[row] = random.Next(classes);
        var made = new Column[columns];
        for (var c = 0; c < columns; c++)
        {
            var values = new double[rows];
            for (var row = 0; row < rows; row++) values[row] = random.Next(distinct) + (labels[row] * (c % 3) * distinct / 4);
            made[c] = Column.Dense(values);
        }

        return (new(rows, made), labels);
    }

    public static RandomForest Fit(ColumnMatrix x, ReadOnlySpan<int> labels, int classes, ForestOptions options) =>
        RandomForest.Fit(x, labels, classes, options, cancel: TestContext.Current.CancellationToken);

    public static BinnedColumn Binned(Column column) =>
        BinnedColumn.Create(column, new(), TestContext.Current.CancellationToken);

    public static Probabilities On(this IClassifier classifier, ColumnMatrix x) =>
        classifier.Predict(x, TestContext.Current.CancellationToken);

    public static ColumnMatrix Dense(params double[][] columns) => new(columns[0].Length, [.. columns.Select(Column.Dense)]);

    public static IEnumerable<double> All(Probabilities probabilities)
    {
        for (var row = 0; row < probabilities.Rows; row++)
        {
            for (var c = 0; c < probabilities.Classes; c++) yield return probabilities[row, c];
        }
    }

    public static byte[] Bytes(RandomForest forest)
    {
        using var stream = new MemoryStream();
        forest.Save(stream);
        return stream.ToArray();
    }

    public static int Depth(DecisionTree tree)
    {
        int Below(int node) => tree.Nodes[node] is { Column: >= 0 } branch ? 1 + Math.Max(Below(branch.Left), Below(branch.Left + 1)) : 0;
        return Below(0);
    }
}
