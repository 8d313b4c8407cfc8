using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using SongGenre.Forest;
using SongGenre.Onnx;
using SongGenre.Tests.Forest;

namespace SongGenre.Tests.Onnx;

public class ForestStageTests
{
    private const int Columns = 4;

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
        double[] Values() => Array.ConvertAll(new int[400], _ => 7 + (random.NextDouble() / 1e3));
        double[][] values = [.. Enumerable.Range(0, Columns).Select(_ => Values())];
        int[] labels = [.. values[0].Zip(values[1], (a, b) => (int)((a + b) * 1e6) % classes)];
        var forest = Fit(values, labels, classes, new() { Trees = trees, MaxDepth = null });
        AssertSame(forest, values);

        var branches = forest.DecisionTrees.SelectMany(tree => tree.Nodes).Where(node => node.Column >= 0).Take(3000);
        double[][] rows = [.. branches.SelectMany(node => Beside(node.Threshold)
            .Select(value => values.Select((column, c) => c == node.Column ? value : column[3]).ToArray()))];
        if (rows.Length == 0) return;
        AssertSame(forest, [.. Enumerable.Range(0, Columns).Select(c => Array.ConvertAll(rows, row => row[c]))]);

        static double[] Beside(double value) => [Math.BitDecrement(value), value, Math.BitIncrement(value)];
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
        Trees.Fit(Trees.Dense(values), labels, classes, options);

    private static void AssertSame(RandomForest forest, double[][] columns)
    {
        var rows = columns[0].Length;
        var expected = forest.On(Trees.Dense(columns));
        var graph = new OnnxGraph("forest");
        string[] genres = [.. Enumerable.Range(0, forest.Classes).Select(c => $"genre {c}")];
        var features = graph.Input("features", ElementType.Double, "rows", $"{columns.Length}");
        var (label, probabilities) = ForestStage.Add(graph, forest, genres, features);
        OutputStage.Add(graph, OnnxFace.Matrices, genres, label, probabilities);
        using var run = new OnnxRun(graph);
        double[] flat = [.. Enumerable.Range(0, rows).SelectMany(row => columns.Select(column => column[row]))];
        AssertSame(run.Session, expected, 0, flat, rows);
        // One row alone is another way through the engine.
        foreach (var row in (int[])[0, rows / 2, rows - 1])
            AssertSame(run.Session, expected, row, flat[(row * columns.Length)..((row + 1) * columns.Length)], 1);
    }

    private static void AssertSame(
        InferenceSession session, Probabilities expected, int first, double[] values, int rows)
    {
        var input = new DenseTensor<double>(values, [rows, values.Length / rows]);
        using var results = session.Run([NamedOnnxValue.CreateFromTensor("features", input)]);
        var labels = Enumerable.Range(first, rows).Select(row => $"genre {expected.Predicted(row)}");
        Assert.Equal(labels, results[0].AsTensor<string>());
        var actual = results[1].AsTensor<float>();
        Assert.Equal([rows, expected.Classes], actual.Dimensions.ToArray());
        for (var row = 0; row < rows; row++)
        {
            for (var c = 0; c < expected.Classes; c++) Assert.Equal(expected[first + row, c], actual[row, c], 1e-6);
        }
    }
}
