using SongGenre.Forest;

namespace SongGenre.Tests.Forest;

/// <summary>Forests whose nodes have no room for ranks predict from doubles, or rank what their trees use.</summary>
public class UnrankedForestTests
{
    // So many columns leave a node 16 bits, in which so many classes leave no room for leaves.
    private const int Columns = 4200;
    private const int Classes = 65_534;

    [Theory]
    [InlineData(2)]
    [InlineData(null)]
    public void Leaves_without_room_beside_the_columns_are_found_all_the_same(int? maxDepth)
    {
        // Each column tells one row, and each row is of a class of its own: a whole tree looks at nearly every column.
        Column[] columns = [.. Enumerable.Range(0, Columns).Select(c => Column.Sparse(Columns, [c], [c + 1.0]))];
        int[] labels = [.. Enumerable.Range(0, Columns)];
        var options = new ForestOptions
        {
            Trees = 1,
            Bootstrap = false,
            MaxDepth = maxDepth,
            MaxFeatures = MaxFeatures.Count(1),
        };
        var forest = Trees.Fit(new(Columns, columns), labels, Classes, options);

        var cancel = TestContext.Current.CancellationToken;
        var layout = RankLayout.Of(Array.ConvertAll(columns, Trees.Binned), threads: 1, cancel)!;
        Assert.All(forest.DecisionTrees, tree => Assert.False(layout.HasRoom(Classes + tree.Leaves)));
        var ranked = RankedForest.Create([.. forest.DecisionTrees], Columns, Classes, threads: 1, cancel);
        Assert.Equal(maxDepth is null, ranked is null);

        // Rows of few columns' values, again and again: often enough that the forest would rather have ranks.
        const int rows = 12;
        var some = columns.Select(column => Column.Sparse(rows, [column.Indices![0] % rows], column.Values)).ToArray();
        Same(forest, new(rows, some));
        var enough = forest.DecisionTrees[0].Nodes.Length / 2;
        for (var asked = rows; asked < enough; asked += rows) forest.On(new(rows, some));
        Same(forest, new(rows, some));
    }

    [Fact]
    public void More_thresholds_than_are_ranked_beforehand_change_no_prediction()
    {
        // As many values as a column has codes in 65 columns: more than 4 million thresholds.
        const int rows = 1 << 16;
        var random = new Random(3);
        int[] labels = [.. Enumerable.Range(0, rows).Select(_ => random.Next(3))];
        var x = Trees.Dense([.. Enumerable.Range(0, 65).Select(c => Array.ConvertAll(labels, label =>
            random.NextDouble() + (label * (c % 3) / 4.0)))]);
        var columns = Array.ConvertAll([.. x.Columns], Trees.Binned);
        Assert.Null(RankLayout.Of(columns, null, TestContext.Current.CancellationToken));

        var forest = Trees.Fit(x, labels, 3, new() { Trees = 3, MaxDepth = 5, OobScore = false });
        var few = new ColumnMatrix(500, [.. x.Columns.Select(column => Column.Dense(column.Values[..500]))]);
        Same(forest, few);
    }

    private static void Same(RandomForest forest, ColumnMatrix x)
    {
        var all = forest.On(x);
        double[] row = new double[x.Columns.Count], expected = new double[forest.Classes];
        for (var i = 0; i < x.Rows; i++)
        {
            for (var c = 0; c < row.Length; c++)
            {
                var (values, place) = (x.Columns[c].Values, i);
                if (x.Columns[c].Indices is { } indices) place = Array.IndexOf(indices, i);
                row[c] = place < 0 ? 0 : values[place];
            }

            forest.Predict(row, expected);
            for (var c = 0; c < expected.Length; c++)
                if (all[i, c] != expected[c]) Assert.Fail($"row {i}, class {c}: {all[i, c]}, not {expected[c]}");
        }
    }
}
