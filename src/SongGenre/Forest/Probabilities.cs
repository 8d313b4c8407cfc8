namespace SongGenre.Forest;

/// <summary>Class probabilities, <c>rows × classes</c>, row by row.</summary>
public sealed class Probabilities
{
    private readonly double[] _values;

    /// <summary>Wraps values in row-major order.</summary>
    public Probabilities(int classes, double[] values)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        ArgumentOutOfRangeException.ThrowIfNotEqual(values.Length % classes, 0, nameof(values));
        Classes = classes;
        Rows = values.Length / classes;
        _values = values;
    }

    /// <summary>Number of rows.</summary>
    public int Rows { get; }

    /// <summary>Number of classes.</summary>
    public int Classes { get; }

    /// <summary>The probability of one class in one row.</summary>
    public double this[int row, int @class] => _values[(row * Classes) + @class];

    /// <summary>All class probabilities of one row.</summary>
    public ReadOnlySpan<double> Row(int row) => _values.AsSpan(row * Classes, Classes);

    /// <summary>The most probable class of one row; the first of equals.</summary>
    public int Predicted(int row)
    {
        var values = Row(row);
        var best = 0;
        for (var c = 1; c < values.Length; c++)
        {
            if (values[c] > values[best]) best = c;
        }

        return best;
    }
}
