namespace SongGenre.Onnx;

/// <summary>How a graph takes a table in and gives its answers out.</summary>
internal enum OnnxFace
{
    /// <summary>
    /// Inputs of <c>rows × 1</c>, all numbers as doubles; outputs <c>label</c> and <c>probabilities</c>, which holds
    /// those of all genres.
    /// </summary>
    Matrices,

    /// <summary>
    /// Inputs and outputs of <c>rows</c>, as the columns of a data frame are: whole numbers as integers, and an output for
    /// each genre beside <c>genre</c>.
    /// </summary>
    Columns,
}
