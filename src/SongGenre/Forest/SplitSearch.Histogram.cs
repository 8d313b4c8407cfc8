using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace SongGenre.Forest;

/// <content>
/// Gini of up to 16 classes from a histogram of coarse bins: one vector holds all classes of a bin. Sums are made in an
/// order that doesn't depend on how wide the machine's registers are.
/// </content>
internal sealed partial class SplitSearch<TImpurity>
{
    private const int Lanes = ClassTables.Lanes;
    private const int ClassBits = 4;
    private const int MostExactRows = RankRows;
    private const int LeastBinnedRows = 32;
    private const int LeastOccupied = 16;
    private const int CoarseBins = 256;

    private readonly bool _hasHistogram;
    private int[] _cells = [];
    private int[] _binRows = [];
    private int _firstCell;

    private void PrepareHistogram()
    {
        // A bin of 16 counts is a cache line: it must begin where one begins.
        _cells = GC.AllocateArray<int>((CoarseBins * Lanes) + Lanes, pinned: true);
        var address = (nuint)Marshal.UnsafeAddrOfPinnedArrayElement(_cells, 0);
        _firstCell = (int)((64 - (address % 64)) % 64 / sizeof(int));
        _binRows = new int[CoarseBins];
    }

    // A histogram pays from about as many rows as it has bins, and never begins later than where sorting a few rows by
    // their whole codes ends. What coarse bins leave out is made up for in the column that is cut.
    private static int LeastRows(BinnedColumn column) => Math.Clamp(column.Bins, LeastBinnedRows, MostExactRows);

    /// <summary>False if all rows are in few bins, so that their codes must be told apart.</summary>
    private bool SweepHistogram(BinnedColumn column, int number, in NodeRows node, ref Cut best)
    {
        if (_minRows == 1) Fill(column.CoarseCodes!, node.Entries);
        else FillWithRows(column.CoarseCodes!, node.Entries);

        var total = Vector512.Create(node.Counts);
        ref var cells = ref _cells[_firstCell];
        var (left, lastCounts, below) = (Vector512<int>.Zero, Vector512<int>.Zero, Vector512<int>.Zero);
        var (occupied, last, lastRows, leftRows, rowsBelow, leftBin, rightBin, bestScore) =
            (0, 0, 0, 0, 0, 0, 0, best.Score);
        for (var bin = 0; bin < column.CoarseEnds.Length; bin++)
        {
            var counts = Vector512.LoadUnsafe(ref cells, (nuint)(bin * Lanes));
            if (counts == Vector512<int>.Zero) continue;
            Vector512<int>.Zero.StoreUnsafe(ref cells, (nuint)(bin * Lanes));
            var isCut = occupied++ > 0
                && (_minRows == 1 || (leftRows >= _minRows && node.Entries.Length - leftRows >= _minRows));
            if (isCut && Improves(left, total - left, ref bestScore))
                (leftBin, rightBin, below, rowsBelow) = (last, bin, left - lastCounts, leftRows - lastRows);
            left += counts;
            (last, lastCounts) = (bin, counts);
            if (_minRows == 1) continue;
            lastRows = _binRows[bin];
            leftRows += lastRows;
            _binRows[bin] = 0;
        }

        if (rightBin > 0)
        {
            best = new(number, column.CoarseEnds[leftBin], column.CoarseEnds[rightBin - 1] + 1, bestScore);
            if (column.IsCoarse) Remember(best, leftBin, rightBin, below, rowsBelow);
        }

        return occupied >= LeastOccupied || !column.IsCoarse;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool Improves(Vector512<int> left, Vector512<int> right, ref double best)
    {
        var (leftSum, leftWeight) = _tables.Sums(left);
        var (rightSum, rightWeight) = _tables.Sums(right);
        return GiniImpurity.Improves(leftSum, leftWeight, rightSum, rightWeight, ref best);
    }

    private void Fill(byte[] bins, ReadOnlySpan<ulong> entries)
    {
        // Rows are below the length of the codes and a bin is below 256: nothing here needs a check of its bounds.
        ref var cells = ref _cells[_firstCell];
        ref var codes = ref MemoryMarshal.GetArrayDataReference(bins);
        // Neighbouring rows often share a cell, and what is added to it waits for what was added before: two rows far
        // apart take turns.
        var half = entries.Length / 2;
        ref var first = ref MemoryMarshal.GetReference(entries);
        ref var second = ref Unsafe.Add(ref first, half);
        for (nint i = 0; i < half; i++)
        {
            Count(ref cells, ref codes, Unsafe.Add(ref first, i));
            Count(ref cells, ref codes, Unsafe.Add(ref second, i));
        }

        if ((entries.Length & 1) != 0) Count(ref cells, ref codes, entries[^1]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Count(ref int cells, ref byte codes, ulong entry)
    {
        var cell = ((nuint)Unsafe.Add(ref codes, (nuint)(entry >> 32)) << ClassBits) | Entry.ClassIndex(entry);
        Unsafe.Add(ref cells, cell) += Entry.Draws(entry);
    }

    private void FillWithRows(byte[] bins, ReadOnlySpan<ulong> entries)
    {
        Fill(bins, entries);
        foreach (var entry in entries) _binRows[bins[Entry.Row(entry)]]++;
    }
}
