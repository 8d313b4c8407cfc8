using SongGenre.Forest;

namespace SongGenre.Evaluation;

/// <summary>What a model said of test rows that can be told apart and whose classes are known.</summary>
public sealed class TestPredictions
{
    private readonly long[] _rows;
    private readonly int[] _labels;

    /// <summary>Puts predictions in the order of their rows.</summary>
    /// <param name="classes">Names of the classes.</param>
    /// <param name="rows">What tells each row from the others, such as its number in the table.</param>
    /// <param name="labels">True class of each row, 0 to <c>classes − 1</c>.</param>
    /// <param name="probabilities">Predictions for the same rows, <c>rows × classes</c>.</param>
    /// <exception cref="SongGenreException">
    /// A row stands there twice, or the input is refused as by <see cref="RocAuc.Compute"/>.
    /// </exception>
    public TestPredictions(
        IReadOnlyList<string> classes, IReadOnlyList<long> rows, IReadOnlyList<int> labels, Probabilities probabilities)
    {
        int[] order = [.. Enumerable.Range(0, rows.Count).OrderBy(i => rows[i])];
        Classes = classes;
        _rows = [.. order.Select(i => rows[i])];
        _labels = [.. order.Select(i => labels[i])];
        Probabilities = new(
            probabilities.Classes, [.. order.SelectMany(i => probabilities.Row(i).ToArray())]);
        EvaluationInput.Check(_labels, Probabilities);
        for (var i = 1; i < _rows.Length; i++)
        {
            if (_rows[i] == _rows[i - 1])
                throw new SongGenreException(FormattableString.Invariant($"row {_rows[i]} was predicted twice"));
        }
    }

    /// <summary>Names of the classes.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>What tells rows from one another, ascending.</summary>
    public ReadOnlySpan<long> Rows => _rows;

    /// <summary>True class of each row.</summary>
    public ReadOnlySpan<int> Labels => _labels;

    /// <summary>Predictions, <c>rows × classes</c>.</summary>
    public Probabilities Probabilities { get; }

    /// <summary>Whether the same rows were predicted, and their classes are the same.</summary>
    public bool HasSameRows(TestPredictions other) =>
        _rows.AsSpan().SequenceEqual(other._rows) && _labels.AsSpan().SequenceEqual(other._labels);
}
