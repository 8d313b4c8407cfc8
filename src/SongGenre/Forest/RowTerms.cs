using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SongGenre.Forest;

/// <summary>
/// Sparse columns row by row: which of them hold another code than their common one there. In a node of few rows that
/// names all columns that can be cut at once, where asking each column's list would take far longer.
/// </summary>
internal sealed class RowTerms
{
    // A column that isn't very sparse is held if the share of rows that list it is at most so many times the share of
    // columns that a split looks at: beyond that it is looked at sooner than named.
    private const int MostTerms = 4;

    // Beyond that a row names so many columns that searching them takes long.
    private const int LeastRowsPerTerm = 16;

    private readonly bool[] _holds;
    private readonly int[] _starts;
    private readonly int[] _columns;
    private readonly ushort[] _codes;
    private readonly long _mostRows;

    private RowTerms(bool[] holds, int[] starts, int[] columns, ushort[] codes, long mostRows)
    {
        _holds = holds;
        _starts = starts;
        _columns = columns;
        _codes = codes;
        _mostRows = mostRows;
    }

    /// <summary>Null if no column is very sparse.</summary>
    public static RowTerms? Of(BinnedColumn[] columns, int rows, int columnsPerSplit, CancellationToken cancel)
    {
        var most = Math.Min(MostTerms * (long)columnsPerSplit * rows / columns.Length, rows / LeastRowsPerTerm);
        var holds = Array.ConvertAll(columns, c => c.Rows is not null && (c.Codes is null || c.Rows.Length <= most));
        var starts = new int[rows + 1];
        long verySparse = 0;
        for (var c = 0; c < columns.Length; c++)
        {
            cancel.ThrowIfCancellationRequested();
            if (!holds[c]) continue;
            if (columns[c].Codes is null) verySparse += columns[c].Rows!.Length;
            foreach (var row in columns[c].Rows!) starts[row + 1]++;
        }

        if (verySparse == 0) return null;
        if (columns.Where((_, c) => holds[c]).Sum(column => (long)column.Rows!.Length) > Array.MaxLength)
            throw new SongGenreException("The sparse columns hold too many values; fit fewer columns or rows.");
        for (var row = 0; row < rows; row++) starts[row + 1] += starts[row];
        var ofColumns = new int[starts[rows]];
        var codes = new ushort[starts[rows]];
        var next = starts.AsSpan(0, rows).ToArray();
        for (var c = 0; c < columns.Length; c++)
        {
            cancel.ThrowIfCancellationRequested();
            if (!holds[c]) continue;
            var (listed, listedCodes) = (columns[c].Rows!, columns[c].RowCodes!);
            for (var i = 0; i < listed.Length; i++)
            {
                ofColumns[next[listed[i]]] = c;
                codes[next[listed[i]]++] = listedCodes[i];
            }
        }

        // What the very sparse lists of as many columns as a split looks at hold on average.
        var perSplit = verySparse * columnsPerSplit / columns.Length;
        return new(holds, starts, ofColumns, codes, ((perSplit * rows) - 1) / verySparse);
    }

    /// <summary>Whether a column is among those that rows name.</summary>
    public bool Holds(int column) => _holds[column];

    /// <summary>Whether a node of so many rows is looked through faster by rows than by columns.</summary>
    public bool IsFaster(int nodeRows) => nodeRows <= _mostRows;

    /// <summary>The columns of a row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<int> Of(int row)
    {
        // There is one start more than rows, and the starts lie within the columns.
        ref var start = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_starts), row);
        return MemoryMarshal.CreateReadOnlySpan(
            ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_columns), start), Unsafe.Add(ref start, 1) - start);
    }

    /// <summary>The code of a column in a row, if the row names it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryFind(int row, int column, out ushort code)
    {
        // A row names so few columns that nothing is faster than a look at each.
        var columns = Of(row);
        for (var i = 0; i < columns.Length; i++)
        {
            if (columns[i] != column) continue;
            code = _codes[_starts[row] + i];
            return true;
        }

        code = 0;
        return false;
    }
}
