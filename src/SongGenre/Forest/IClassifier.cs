namespace SongGenre.Forest;

/// <summary>A fitted multiclass classifier.</summary>
public interface IClassifier
{
    /// <summary>Number of classes.</summary>
    int Classes { get; }

    /// <summary>Number of columns that it was fitted on.</summary>
    int Columns { get; }

    /// <summary>How much each column contributed, one share for each; they sum to 1, or are all 0 if that isn't known.</summary>
    IReadOnlyList<double> Importances { get; }

    /// <summary>The rows' scores by trees that didn't see them; null if there is none.</summary>
    OutOfBag? OutOfBag { get; }

    /// <summary>Class probabilities, <c>rows × classes</c>.</summary>
    /// <param name="x">As many columns as it was fitted on, all values finite.</param>
    /// <param name="cancel">Stops the prediction.</param>
    /// <exception cref="SongGenreException">Another number of columns, or a value that is NaN or infinite.</exception>
    Probabilities Predict(ColumnMatrix x, CancellationToken cancel = default);
}
