using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using SongGenre.Forest;
using SongGenre.Onnx;

namespace SongGenre.Tests.Onnx;

public class ForestStageTests
{
    [Theory]
    [InlineData(1, 5)]
    [InlineData(2, 1)]
    [InlineData(15, 100)]
    [InlineData(2, 40)]
    [InlineData(3, 150)]
    [InlineData(50, 20)]
    public void Values_at_thresholds_and_beside_them_take_the_same_way(int classes, int trees)
    {
        // Numbers that no float holds: a threshold rounded to one would send some of them the other way.
        var random = new Random(classes);
        var values = Enumerable.Range(0, 4).Select(_ => Enumerable.Range(0, 400).Select(_ => random.NextDouble() * 1e-3 + 7).ToArray()).ToArray();
        var labels = Enumerable.Range(0, 400).Select(i => (int)((values[0][i] + values[1][i]) * 1e6) % classes).ToArray();
        var forest = Fit(values, labels, classes, new() { Trees = trees, MaxDepth = null });
        AssertSame(forest, values);

        var thresholds = forest.DecisionTrees.SelectMany(tree => tree.Nodes).Where(node => node.Column >= 0).Take(3000).ToArray();
        if (thresholds.Length == 0) return;
        double[][] rows = [.. thresholds.SelectMany(node => new[] { Math.BitDecrement(node.Threshold), node.Threshold, Math.BitIncrement(node.Threshold) }
            .Select(value => Enumerable.Range(0, 4).Select(c => c == node.Column ? value : values[c][3]).ToArray()))];
        AssertSame(forest, [.. Enumerable.Range(0, 4).Select(c => Array.ConvertAll(rows, row => row[c]))]);
    }

    [Fact]
    public void A_class_without_rows_keeps_its_column()
    {
        var forest = Fit([[1, 2, 3, 4]], [0, 0, 0, 0], 2, new() { Trees = 3 });
        AssertSame(forest, [[1, 2, 5]]);
        AssertSame(Fit([[1, 2, 3, 4]], [1, 1, 1, 1], 2, new() { Trees = 3 }), [[1, 2, 5]]);
        AssertSame(Fit([[1, 2, 3, 4]], [1, 1, 2, 2], 4, new() { Trees = 3 }), [[1, 2, 5]]);
    }

    [Fact]
    public void Of_equal_genres_the_first_is_the_label()
    {
        double[][] same = [[1, 1, 1, 1, 1, 1]];
        AssertSame(Fit(same, [2, 1, 2, 1, 2, 1], 3, new() { Trees = 1, Bootstrap = false }), same);
        AssertSame(Fit(same, [0, 1, 2, 1, 2, 0], 3, new() { Trees = 7, Bootstrap = false }), same);
    }

    private static RandomForest Fit(double[][] values, int[] labels, int classes, ForestOptions options) =>
        RandomForest.Fit(new(labels.Length, [.. values.Select(Column.Dense)]), labels, classes, options, cancel: TestContext.Current.CancellationToken);

    private static void AssertSame(RandomForest forest, double[][] columns)
    {
        var rows = columns[0].Length;
        var expected = forest.Predict(new(rows, [.. columns.Select(Column.Dense)]), TestContext.Current.CancellationToken);
        var graph = new OnnxGraph("forest");
        string[] genres = [.. Enumerable.Range(0, forest.Classes).Select(c => $"genre {c}")];
        ForestStage.Add(graph, forest, genres, graph.Input("features", ElementType.Double, "rows", $"{columns.Length}"));
        using var run = new OnnxRun(graph);
        double[] flat = [.. Enumerable.Range(0, rows).SelectMany(row => columns.Select(column => column[row]))];
        AssertSame(run.Session, expected, 0, flat, rows);
        // One row alone is another way through the engine.
        foreach (var row in (int[])[0, rows / 2, rows - 1])
            AssertSame(run.Session, expected, row, flat[(row * columns.Length)..((row + 1) * columns.Length)], 1);
    }

    private static void AssertSame(InferenceSession session, Probabilities expected, int first, double[] values, int rows)
    {
        var input = new DenseTensor<double>(values, [rows, values.Length / rows]);
        using var results = session.Run([NamedOnnxValue.CreateFromTensor("features", input)]);
        Assert.Equal(Enumerable.Range(first, rows).Select(row => $"genre {expected.Predicted(row)}"), results[0].AsTensor<string>());
        var actual = results[1].AsTensor<float>();
        Assert.Equal([rows, expected.Classes], actual.Dimensions.ToArray());
        for (var row = 0; row < rows; row++)
        {
            for (var c = 0; c < expected.Classes; c++) Assert.Equal(expected[first + row, c], actual[row, c], 1e-6);
        }
    }
}
