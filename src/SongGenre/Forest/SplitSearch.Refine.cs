using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace SongGenre.Forest;

/// <content>What coarse bins leave out: the best place within the two bins beside a node's cut.</content>
internal sealed partial class SplitSearch<TImpurity>
{
    private readonly int[] _below;
    private Coarse _coarse;

    /// <summary>
    /// Moves a cut between coarse bins to the best place in both of them, and its borders to values of the node's own
    /// rows. One look at the rows for each node, where whole codes in every column would take one for each column.
    /// </summary>
    public void Refine(in NodeRows node, ref Cut cut)
    {
        var coarse = _coarse;
        // No other node's.
        _coarse = default;
        if (cut.Column < 0 || cut != coarse.Cut) return;
        var column = _plan.Columns[cut.Column];
        var (low, high) = (column.CoarseLow(coarse.LeftBin), column.CoarseEnds[coarse.RightBin]);
        var found = GatherBins(column, node.Entries, coarse.LeftBin, coarse.RightBin);
        var sweep = Begin(node, Cut.None);
        var below = coarse.RowsBelow;
        for (var c = 0; c < _plan.Classes; c++)
        {
            if (_below[c] == 0) continue;
            sweep.Move(c, _below[c], below);
            below = 0;
        }

        var last = -1;
        foreach (var key in Sort(found, low, high))
        {
            var code = Entry.Code(key);
            if (code != last && last >= 0) sweep.Cut(last, code);
            last = code;
            sweep.Move(Entry.Class(key), Entry.Draws(key), 1);
        }

        // The first glance of a sweep goes by sums that lose the lightest rows, so that it may miss the border itself.
        if (_tables.IsLopsided && sweep.BestScore < cut.Score) return;
        Keep(sweep, cut.Column, ref cut);
    }

    /// <summary>Remembers a cut between coarse bins that share codes, with the classes and rows below both.</summary>
    private void Remember(in Cut cut, int leftBin, int rightBin, Vector512<int> below, int rowsBelow)
    {
        _coarse = new(cut, leftBin, rightBin, rowsBelow);
        below.CopyTo(_below);
    }

    /// <summary>Makes keys of the rows in two coarse bins, between which the node has no row.</summary>
    private int GatherBins(BinnedColumn column, ReadOnlySpan<ulong> entries, int leftBin, int rightBin)
    {
        Reserve(entries.Length);
        // Rows are below the length of the codes, and each entry has a key.
        ref var bin = ref MemoryMarshal.GetArrayDataReference(column.CoarseCodes!);
        ref var key = ref MemoryMarshal.GetArrayDataReference(_keys);
        var (found, range) = (0, (uint)(rightBin - leftBin));
        foreach (var entry in entries)
        {
            // Each row is written and some are kept: no branch to mispredict.
            Unsafe.Add(ref key, found) = entry;
            found += (uint)(Unsafe.Add(ref bin, (nint)(entry >> 32)) - leftBin) <= range ? 1 : 0;
        }

        foreach (ref var kept in _keys.AsSpan(0, found)) kept = Entry.WithCode(kept, column.Codes![Entry.Row(kept)]);
        return found;
    }

    /// <summary>The last best cut between coarse bins.</summary>
    private readonly record struct Coarse(Cut Cut, int LeftBin, int RightBin, int RowsBelow);
}
