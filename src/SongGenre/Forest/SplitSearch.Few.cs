using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SongGenre.Forest;

/// <content>
/// Nodes of few rows: where a deep tree's time goes by. What <see cref="Sweep{TImpurity}"/> does, without a call for each
/// row. Lopsided weights, whose sums have to be made anew at each place, are none of this.
/// </content>
internal sealed partial class SplitSearch<TImpurity>
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void SweepFew(BinnedColumn column, int number, in NodeRows node, ref Cut best)
    {
        var entries = node.Entries;
        ref var code = ref CodeRows.First(_codeRows, column.Codes!, number, entries.Length, out var shift);
        if (entries.Length == 2)
        {
            CutPair(ref code, shift, number, node, ref best);
            return;
        }

        // Rows are below the length of the codes, and there are no more of them than there is room for.
        ref var gathered = ref MemoryMarshal.GetArrayDataReference(_codes);
        int first = Unsafe.Add(ref code, (nuint)(entries[0] >> 32) << shift);
        var differs = 0;
        for (var i = 0; i < entries.Length; i++)
        {
            int own = Unsafe.Add(ref code, (nuint)(entries[i] >> 32) << shift);
            differs |= own ^ first;
            Unsafe.Add(ref gathered, i) = (own << RankBits) | i;
        }

        if (differs == 0) return;
        Rank(entries.Length);
        if (typeof(TImpurity) == typeof(GiniImpurity)) CutRanked(number, node, ref best);
        else SweepRanked(number, node, ref best);
    }

    /// <summary>By entropy; by Gini, places are scored some at once.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void SweepRanked(int number, in NodeRows node, ref Cut best)
    {
        Array.Clear(_left);
        // Places are below the number of rows, and classes below that of the counts.
        ref var entries = ref MemoryMarshal.GetReference(node.Entries);
        ref var sorted = ref MemoryMarshal.GetArrayDataReference(_ranked);
        ref var left = ref MemoryMarshal.GetArrayDataReference(_left);
        ref var counts = ref MemoryMarshal.GetReference(node.Counts);
        ref var weights = ref MemoryMarshal.GetArrayDataReference(_tables.Weights);
        var (tables, lastCut) = (_tables, node.Entries.Length - _minRows);
        var (whole, leftSum, rightSum, leftWeight) = (node.Totals.Weight, 0.0, node.Totals.Sum, 0.0);
        var (cut, score) = (0, best.Score);
        var key = sorted;
        for (var i = 1; i <= lastCut; i++)
        {
            var entry = Unsafe.Add(ref entries, key & (RankRows - 1));
            var (@class, draws) = (Entry.Class(entry), Entry.Draws(entry));
            var before = Unsafe.Add(ref left, @class);
            Unsafe.Add(ref left, @class) = before + draws;
            leftSum += TImpurity.Growth(tables, @class, before, draws);
            rightSum -= TImpurity.Growth(tables, @class, Unsafe.Add(ref counts, @class) - before - draws, draws);
            leftWeight += Unsafe.Add(ref weights, @class) * draws;
            var last = key;
            key = Unsafe.Add(ref sorted, i);
            if ((last ^ key) < RankRows || i < _minRows) continue;
            if (TImpurity.Improves(leftSum, leftWeight, rightSum, whole - leftWeight, ref score)) cut = i;
        }

        if (cut == 0) return;
        best = new(number, Unsafe.Add(ref sorted, cut - 1) >> RankBits, Unsafe.Add(ref sorted, cut) >> RankBits, score);
    }

    /// <summary>Two rows: the cut is between them, or nowhere.</summary>
    private void CutPair(ref ushort code, int shift, int number, in NodeRows node, ref Cut best)
    {
        var (first, second) = (node.Entries[0], node.Entries[1]);
        int low = Unsafe.Add(ref code, (nuint)(first >> 32) << shift);
        int high = Unsafe.Add(ref code, (nuint)(second >> 32) << shift);
        if (low == high) return;
        if (low > high) (low, high, first) = (high, low, second);
        var (@class, draws) = (Entry.Class(first), Entry.Draws(first));
        var leftSum = TImpurity.Growth(_tables, @class, 0, draws);
        var rightSum = node.Totals.Sum - TImpurity.Growth(_tables, @class, node.Counts[@class] - draws, draws);
        var leftWeight = _tables.Weights[@class] * draws;
        var score = best.Score;
        if (TImpurity.Improves(leftSum, leftWeight, rightSum, node.Totals.Weight - leftWeight, ref score))
            best = new(number, low, high, score);
    }
}
