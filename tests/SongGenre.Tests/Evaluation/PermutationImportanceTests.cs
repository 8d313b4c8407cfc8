using SongGenre.Evaluation;
using SongGenre.Forest;

namespace SongGenre.Tests.Evaluation;

public class PermutationImportanceTests
{
    private const int Rows = 400;
    private static readonly int[] Labels = [.. Enumerable.Range(0, Rows).Select(row => row % 2)];
    private static readonly EvaluationOptions Options = new();

    // The rows' text is two sparse terms and a dense column, a block; then come the label itself and a constant.
    private static readonly ColumnMatrix Matrix = new(
        Rows,
        [
            Column.Sparse(Rows, [.. Even], [.. Even.Select(row => row + 1.0)]),
            Column.Dense([.. Labels.Select(label => (double)label)]),
            Column.Sparse(Rows, [.. Odd], [.. Odd.Select(row => row + 1.0)]),
            Column.Dense(new double[Rows]),
            Column.Dense([.. Enumerable.Range(1, Rows).Select(value => (double)value)]),
        ]);

    private static readonly string[] Blocks = ["text", "number", "text", "constant", "text"];

    private static IEnumerable<int> Even => Enumerable.Range(0, Rows / 2).Select(i => 2 * i);

    private static IEnumerable<int> Odd => Even.Select(row => row + 1);

    // By hand: a shuffled label is right half of the time whatever the row, so an area of 1 falls to ½.
    [Fact]
    public void A_block_that_decides_alone_costs_half_the_area_and_one_without_use_nothing()
    {
        var importances = PermutationImportance.Compute(Matrix, Blocks, Labels, Predict(columns => columns[1]), Options);
        Assert.Equal(["number", "text", "constant"], importances.Select(importance => importance.Block));
        Assert.InRange(importances[0].Mean, 0.45, 0.55);
        Assert.InRange(importances[0].StandardDeviation, 1e-6, 0.05);
        Assert.Equal((0, 0), (importances[1].Mean, importances[1].StandardDeviation));
        Assert.Equal((0, 0), (importances[2].Mean, importances[2].StandardDeviation));
    }

    [Fact]
    public void Columns_of_a_block_move_together_dense_and_sparse_alike_and_others_stay()
    {
        var sawMoved = 0;
        PermutationImportance.Compute(
            Matrix,
            Blocks,
            Labels,
            columns =>
            {
                var (even, odd) = (Dense(columns.Columns[0]), Dense(columns.Columns[2]));
                var text = columns.Columns[4].Values;
                Assert.Equal(text.Select(value => value % 2 == 1 ? value : 0), even);
                Assert.Equal(text.Select(value => value % 2 == 0 ? value : 0), odd);
                Assert.Equal(Matrix.Columns[4].Values, text.Order());
                var textMoved = !text.SequenceEqual(Matrix.Columns[4].Values);
                var numberMoved = !ReferenceEquals(columns.Columns[1], Matrix.Columns[1]);
                Assert.False(textMoved && numberMoved);
                if (textMoved) Interlocked.Increment(ref sawMoved);
                return Predict(all => all[1])(columns);
            },
            Options);
        Assert.Equal(Options.PermutationRepeats, sawMoved);
    }

    [Fact]
    public void The_seed_alone_decides()
    {
        var model = Predict(columns => columns[1]);
        var first = PermutationImportance.Compute(Matrix, Blocks, Labels, model, Options);
        Assert.Equal(first, PermutationImportance.Compute(Matrix, Blocks, Labels, model, Options));
        Assert.NotEqual(first, PermutationImportance.Compute(Matrix, Blocks, Labels, model, Options with { Seed = 1 }));
    }

    [Fact]
    public void One_class_alone_is_refused() => Assert.Equal(
        "all 400 rows are of class 0: permutation importance needs rows of several classes",
        Assert.Throws<SongGenreException>(() => PermutationImportance.Compute(
            Matrix, Blocks, new int[Rows], Predict(columns => columns[1]), Options)).Message);

    private static Func<ColumnMatrix, Probabilities> Predict(Func<IReadOnlyList<Column>, Column> score) => matrix =>
        new(2, [.. Dense(score(matrix.Columns)).SelectMany(value => new[] { 1 - value, value })]);

    private static double[] Dense(Column column)
    {
        if (column.Indices is null) return column.Values;
        var values = new double[column.Rows];
        for (var i = 0; i < column.Indices.Length; i++) values[column.Indices[i]] = column.Values[i];
        return values;
    }
}
