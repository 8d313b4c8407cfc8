namespace SongGenre.Forest;

/// <summary>Finds the best cut of a node in one column. Holds the working memory, so each thread needs one of its own.</summary>
internal sealed partial class SplitSearch<TImpurity>(ClassTables tables, int rows, int minRows)
    where TImpurity : struct, IImpurity
{
    // Cells of a histogram at most: beyond, it leaves the processor's nearer caches and sorting is faster.
    private const int MaxCells = 32 * 1024;

    private readonly int _classes = tables.Weights.Length;
    private readonly int[] _left = new int[tables.Weights.Length];
    private readonly int[] _right = new int[tables.Weights.Length];
    private readonly int[] _zeros = new int[tables.Weights.Length];
    private readonly long[] _histogram = new long[MaxCells];
    private readonly int[] _positions = new int[rows];
    private ulong[] _keys = new ulong[rows];
    private ulong[] _sorted = new ulong[rows];

    /// <summary>Whether the column has a cut that scores above <paramref name="best"/>, which it then becomes.</summary>
    /// <param name="column">The column.</param>
    /// <param name="number">The column's number.</param>
    /// <param name="entries">The node's rows in ascending order.</param>
    /// <param name="counts">The node's rows of each class, as often as they were drawn.</param>
    /// <param name="totals">The node's totals.</param>
    /// <param name="best">The best cut so far.</param>
    public bool Improve(
        BinnedColumn column, int number, ReadOnlySpan<ulong> entries, ReadOnlySpan<int> counts, in NodeTotals totals, ref Cut best)
    {
        if (column.Bins == 1) return false;
        Array.Clear(_left);
        counts.CopyTo(_right);
        var sweep = new Sweep<TImpurity>(tables, _left, _right, totals, minRows, best.Score);
        if (column.Rows is not null) SweepSparse(ref sweep, column, entries);
        else if ((long)column.Bins * _classes <= Math.Min(4L * entries.Length, MaxCells)) SweepHistogram(ref sweep, column, entries);
        else SweepSorted(ref sweep, column, entries);

        if (sweep.RightCode == 0) return false;
        best = new(number, sweep.LeftCode, sweep.RightCode, sweep.BestScore);
        return true;
    }

    /// <summary>
    /// Finds the node's rows among a sparse column's: their positions in the node, ascending, and their codes. The shorter
    /// list is walked, the longer one searched.
    /// </summary>
    public int Intersect(BinnedColumn column, ReadOnlySpan<ulong> entries, out ReadOnlySpan<int> positions, out ReadOnlySpan<ulong> keys)
    {
        var rows = column.Rows.AsSpan();
        int found = 0, i = 0, j = 0;
        while (i < entries.Length && j < rows.Length)
        {
            var row = Entry.Row(entries[i]);
            if (row == rows[j])
            {
                _positions[found] = i;
                _keys[found++] = Entry.WithCode(entries[i++], column.Codes[j++]);
            }
            else if (row < rows[j])
            {
                i = Gallop(entries, i, rows[j]);
            }
            else
            {
                j = Gallop(rows, j, row);
            }
        }

        positions = _positions.AsSpan(0, found);
        keys = _keys.AsSpan(0, found);
        return found;
    }

    private void SweepHistogram(ref Sweep<TImpurity> sweep, BinnedColumn column, ReadOnlySpan<ulong> entries)
    {
        var classes = _classes;
        var codes = column.Codes;
        var cells = _histogram.AsSpan(0, column.Bins * classes);
        cells.Clear();
        foreach (var entry in entries)
            cells[(codes[Entry.Row(entry)] * classes) + Entry.Class(entry)] += (1L << 32) | (uint)Entry.Draws(entry);

        var last = -1;
        for (var bin = 0; bin < column.Bins; bin++)
        {
            var fresh = true;
            var ofBin = cells.Slice(bin * classes, classes);
            for (var c = 0; c < ofBin.Length; c++)
            {
                var cell = ofBin[c];
                if (cell == 0) continue;
                if (fresh && last >= 0) sweep.Cut(last, bin);
                fresh = false;
                last = bin;
                sweep.Move(c, (int)cell, (int)(cell >> 32));
            }
        }
    }

    private void SweepSorted(ref Sweep<TImpurity> sweep, BinnedColumn column, ReadOnlySpan<ulong> entries)
    {
        var codes = column.Codes;
        var keys = _keys.AsSpan(0, entries.Length);
        int low = int.MaxValue, high = 0;
        for (var i = 0; i < entries.Length; i++)
        {
            var code = codes[Entry.Row(entries[i])];
            low = Math.Min(low, code);
            high = Math.Max(high, code);
            keys[i] = Entry.WithCode(entries[i], code);
        }

        if (low == high) return;
        var sorted = Sort(entries.Length, low, high);
        var last = Entry.Code(sorted[0]);
        foreach (var key in sorted)
        {
            var code = Entry.Code(key);
            if (code != last) sweep.Cut(last, code);
            last = code;
            sweep.Move(Entry.Class(key), Entry.Draws(key), 1);
        }
    }

    private void SweepSparse(ref Sweep<TImpurity> sweep, BinnedColumn column, ReadOnlySpan<ulong> entries)
    {
        var found = Intersect(column, entries, out _, out var keys);
        if (found == 0) return;
        int low = int.MaxValue, high = 0;
        _right.CopyTo(_zeros, 0);
        foreach (var key in keys)
        {
            low = Math.Min(low, Entry.Code(key));
            high = Math.Max(high, Entry.Code(key));
            _zeros[Entry.Class(key)] -= Entry.Draws(key);
        }

        var zeros = entries.Length - found;
        var last = -1;
        foreach (var key in Sort(found, low, high))
        {
            var code = Entry.Code(key);
            if (zeros > 0 && code > column.Zero) MoveZeros(ref sweep, column.Zero, ref zeros, ref last);
            if (code != last && last >= 0) sweep.Cut(last, code);
            last = code;
            sweep.Move(Entry.Class(key), Entry.Draws(key), 1);
        }

        if (zeros > 0) MoveZeros(ref sweep, column.Zero, ref zeros, ref last);
    }

    private void MoveZeros(ref Sweep<TImpurity> sweep, int code, ref int rows, ref int last)
    {
        // A zero that the sparse column spells out has the same code as those that it leaves out.
        if (code != last && last >= 0) sweep.Cut(last, code);
        last = code;
        for (var c = 0; c < _zeros.Length; c++)
        {
            if (_zeros[c] == 0) continue;
            sweep.Move(c, _zeros[c], rows);
            rows = 0;
        }
    }
}
