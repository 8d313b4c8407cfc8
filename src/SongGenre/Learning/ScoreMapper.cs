using Microsoft.ML;
using Microsoft.ML.Data;
using SongGenre.Forest;

namespace SongGenre.Learning;

/// <summary>Binds a forest to the columns of one table.</summary>
internal sealed class ScoreMapper(
    RandomForest forest, DataViewSchema input, DataViewSchema.Column features, DataViewSchema output) : IRowToRowMapper
{
    public DataViewSchema InputSchema => input;

    public DataViewSchema OutputSchema => output;

    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns)
    {
        var needed = new SortedSet<int>();
        foreach (var column in dependingColumns) needed.Add(column.Index < input.Count ? column.Index : features.Index);
        return needed.Select(index => input[index]);
    }

    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns) =>
        new ScoredRow(input, Score(input, activeColumns));

    /// <summary>The columns of one row, or of one after the other where the input is a cursor.</summary>
    public RowScores Score(DataViewRow row, IEnumerable<DataViewSchema.Column> activeColumns) =>
        new(forest, row, features, output, activeColumns);
}
