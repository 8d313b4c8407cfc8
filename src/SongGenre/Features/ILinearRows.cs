namespace SongGenre.Features;

/// <summary>Numbers row by row, zeros left out: what a linear model reads.</summary>
internal interface ILinearRows
{
    /// <summary>Number of rows.</summary>
    int Count { get; }

    /// <summary>The columns of a row's numbers, ascending, and the numbers; both hold until the next call.</summary>
    ReadOnlySpan<int> Read(int row, out ReadOnlySpan<double> values);
}
