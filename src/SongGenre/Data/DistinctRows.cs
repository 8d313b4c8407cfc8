using Microsoft.Data.Analysis;

namespace SongGenre.Data;

/// <summary>Finds the rows of a table that equal no earlier one.</summary>
internal static class DistinctRows
{
    /// <summary>The ascending positions of rows that differ from every earlier row in at least one column.</summary>
    /// <param name="table">A table of doubles, integers and text.</param>
    /// <param name="columns">The columns that are compared; missing values equal each other.</param>
    public static int[] Of(DataFrame table, IEnumerable<string> columns)
    {
        var codes = columns.Select(name => Codes(table.Columns[name])).ToArray();
        var seen = new HashSet<int>(new RowComparer(codes));
        return [.. Enumerable.Range(0, (int)table.Rows.Count).Where(seen.Add)];
    }

    /// <summary>For each row of a column a number that is equal exactly where values are.</summary>
    internal static int[] Codes(DataFrameColumn column) => column switch
    {
        DoubleDataFrameColumn doubles => Codes(doubles.Select(value => (value.HasValue, value.GetValueOrDefault()))),
        Int64DataFrameColumn integers => Codes(integers.Select(value => (value.HasValue, value.GetValueOrDefault()))),
        _ => Codes(((StringDataFrameColumn)column).Select(text => (text is not null, text ?? ""))),
    };

    /// <summary>Numbers that are equal exactly where values are; −1 for missing ones.</summary>
    private static int[] Codes<T>(IEnumerable<(bool Exists, T Value)> values)
        where T : notnull
    {
        var known = new Dictionary<T, int>();
        return [.. values.Select(value =>
        {
            if (!value.Exists) return -1;
            if (known.TryGetValue(value.Value, out var code)) return code;
            known.Add(value.Value, known.Count);
            return known.Count - 1;
        })];
    }

    /// <summary>Compares rows by the codes of their columns.</summary>
    internal sealed class RowComparer(int[][] codes) : IEqualityComparer<int>
    {
        public bool Equals(int x, int y) => Array.TrueForAll(codes, column => column[x] == column[y]);

        public int GetHashCode(int row)
        {
            var hash = default(HashCode);
            foreach (var column in codes) hash.Add(column[row]);
            return hash.ToHashCode();
        }
    }
}
