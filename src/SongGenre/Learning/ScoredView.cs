using Microsoft.ML;

namespace SongGenre.Learning;

/// <summary>A table with its predictions, computed where they are read.</summary>
internal sealed class ScoredView(IDataView input, ScoreMapper mapper) : IDataView
{
    public bool CanShuffle => input.CanShuffle;

    public DataViewSchema Schema => mapper.OutputSchema;

    public long? GetRowCount() => input.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        DataViewSchema.Column[] columns = [.. columnsNeeded];
        return Scored(input.GetRowCursor(mapper.GetDependencies(columns), rand), columns);
    }

    public DataViewRowCursor[] GetRowCursorSet(
        IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
    {
        DataViewSchema.Column[] columns = [.. columnsNeeded];
        var cursors = input.GetRowCursorSet(mapper.GetDependencies(columns), n, rand);
        return [.. cursors.Select(cursor => Scored(cursor, columns))];
    }

    private ScoredCursor Scored(DataViewRowCursor cursor, DataViewSchema.Column[] columns) =>
        new(cursor, mapper.Score(cursor, columns));
}
