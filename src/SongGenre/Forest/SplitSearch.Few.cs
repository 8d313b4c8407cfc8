using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SongGenre.Forest;

/// <content>
/// Nodes of few rows: where a deep tree's time goes by. What <see cref="Sweep{TImpurity}"/> does, but all in registers.
/// </content>
internal sealed partial class SplitSearch<TImpurity>
{
    private void SweepFew(ushort[] codes, int number, in NodeRows node, ref Cut best)
    {
        var entries = node.Entries;
        ref var code = ref MemoryMarshal.GetArrayDataReference(codes);
        ref var gathered = ref MemoryMarshal.GetArrayDataReference(_codes);
        var (low, high) = (int.MaxValue, 0);
        for (var i = 0; i < entries.Length; i++)
        {
            // Rows are below the length of the codes, and there are no more of them than there is room for.
            int own = Unsafe.Add(ref code, (nint)(entries[i] >> 32));
            low = Math.Min(low, own);
            high = Math.Max(high, own);
            Unsafe.Add(ref gathered, i) = own;
        }

        if (low == high) return;
        var sorted = Rank(entries.Length);
        Array.Clear(_left);
        ref var left = ref MemoryMarshal.GetArrayDataReference(_left);
        ref var counts = ref MemoryMarshal.GetReference(node.Counts);
        var (tables, weights, minRows) = (_tables, _tables.Weights, _minRows);
        var (whole, leftSum, rightSum, leftWeight) = (node.Totals.Weight, 0.0, node.Totals.Sum, 0.0);
        var (last, leftCode, rightCode, score) = (low, 0, 0, best.Score);
        for (var i = 0; i < sorted.Length; i++)
        {
            var own = sorted[i] >> RankBits;
            if (own != last)
            {
                var improved = score;
                if (i >= minRows && sorted.Length - i >= minRows
                    && TImpurity.Improves(leftSum, leftWeight, rightSum, whole - leftWeight, ref improved)
                    && (!tables.IsLopsided || Improves(node, score, out improved)))
                {
                    (leftCode, rightCode, score) = (last, own, improved);
                }

                last = own;
            }

            var entry = entries[sorted[i] & (RankRows - 1)];
            var (@class, draws) = (Entry.Class(entry), Entry.Draws(entry));
            var before = Unsafe.Add(ref left, @class);
            Unsafe.Add(ref left, @class) = before + draws;
            leftSum += TImpurity.Growth(tables, @class, before, draws);
            rightSum -= TImpurity.Growth(tables, @class, Unsafe.Add(ref counts, @class) - before - draws, draws);
            leftWeight += weights[@class] * draws;
        }

        if (rightCode > 0) best = new(number, leftCode, rightCode, score);
    }

    private bool Improves(in NodeRows node, double best, out double score)
    {
        for (var c = 0; c < _right.Length; c++) _right[c] = node.Counts[c] - _left[c];
        return _tables.Improves<TImpurity>(_left, _right, best, out score);
    }
}
