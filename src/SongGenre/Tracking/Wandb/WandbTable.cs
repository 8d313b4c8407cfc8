namespace SongGenre.Tracking.Wandb;

/// <summary>A table among the values of a step.</summary>
public sealed class WandbTable
{
    /// <summary>The most rows that Weights &amp; Biases shows of a logged table: 10,000.</summary>
    public const int MostRows = 10_000;

    /// <summary>Takes a table's columns and rows.</summary>
    /// <param name="columns">The columns' names.</param>
    /// <param name="rows">The rows, each with a value for each column: text, number, truth or null.</param>
    /// <exception cref="SongGenreException">A row has another number of values, or there are too many rows.</exception>
    public WandbTable(IReadOnlyList<string> columns, IReadOnlyList<IReadOnlyList<object?>> rows)
    {
        if (rows.Count > MostRows)
        {
            throw new SongGenreException(FormattableString.Invariant(
                $"A table for Weights & Biases has {rows.Count} rows; give at most {MostRows}."));
        }

        for (var row = 0; row < rows.Count; row++)
        {
            if (rows[row].Count != columns.Count)
            {
                throw new SongGenreException(FormattableString.Invariant(
                    $"Row {row} of a table for Weights & Biases has {rows[row].Count} values; give {columns.Count}."));
            }
        }

        Columns = columns;
        Rows = rows;
    }

    /// <summary>The columns' names.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>The rows.</summary>
    public IReadOnlyList<IReadOnlyList<object?>> Rows { get; }
}
