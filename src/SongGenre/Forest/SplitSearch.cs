using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SongGenre.Forest;

/// <summary>Finds the best cut of a node in one column. Holds working memory, so each thread needs one of its own.</summary>
internal sealed partial class SplitSearch<TImpurity>
    where TImpurity : struct, IImpurity
{
    private readonly GrowthPlan _plan;
    private readonly ClassTables _tables;
    private readonly int _minRows;
    private readonly int[] _left;
    private readonly int[] _right;
    private readonly int[] _others;
    private ulong[] _keys = [];
    private ulong[] _sorted = [];
    private int[] _positions = [];

    public SplitSearch(GrowthPlan plan)
    {
        _plan = plan;
        _tables = plan.Tables;
        _minRows = plan.Options.MinSamplesLeaf;
        _left = new int[plan.PaddedClasses];
        _right = new int[plan.PaddedClasses];
        _others = new int[plan.PaddedClasses];
        _hasHistogram = typeof(TImpurity) == typeof(GiniImpurity) && plan.Classes <= Lanes;
        if (_hasHistogram) PrepareHistogram();
    }

    /// <summary>The best cut of a column becomes <paramref name="best"/> if it scores above that.</summary>
    /// <param name="number">The column's number.</param>
    /// <param name="node">The node.</param>
    /// <param name="best">The best cut so far.</param>
    public void Improve(int number, in NodeRows node, ref Cut best)
    {
        var column = _plan.Columns[number];
        if (column.Bins == 1) return;
        var rows = node.Entries.Length;
        if (column.Rows is not null && (column.Codes is null || column.Rows.Length < rows))
        {
            SweepList(column, number, node, ref best);
            return;
        }

        // Fewer rows than that keep the whole detail of the codes; with as many, coarse bins cost no accuracy.
        var least = column.CoarseEnds.Length == column.Bins ? column.Bins / 2 : ExactRows;
        if (_hasHistogram && rows >= least && SweepHistogram(column, number, node, ref best)) return;
        Gather(column.Codes!, node.Entries, out var low, out var high);
        if (low == high) return;
        SweepSorted(Sort(rows, low, high), number, node, ref best);
    }

    private Sweep<TImpurity> Begin(in NodeRows node, in Cut best)
    {
        Array.Clear(_left);
        node.Counts.CopyTo(_right);
        return new(_tables, _left, _right, node.Totals, _minRows, best.Score);
    }

    private static void Keep(in Sweep<TImpurity> sweep, int number, ref Cut best)
    {
        if (sweep.RightCode > 0) best = new(number, sweep.LeftCode, sweep.RightCode, sweep.BestScore);
    }

    private void Gather(ushort[] codes, ReadOnlySpan<ulong> entries, out int low, out int high)
    {
        Reserve(entries.Length);
        // Rows are below the length of the codes, and there is a key for each entry.
        ref var code = ref MemoryMarshal.GetArrayDataReference(codes);
        ref var key = ref MemoryMarshal.GetArrayDataReference(_keys);
        (low, high) = (int.MaxValue, 0);
        for (var i = 0; i < entries.Length; i++)
        {
            var entry = entries[i];
            var own = Unsafe.Add(ref code, (nint)(entry >> 32));
            low = Math.Min(low, own);
            high = Math.Max(high, own);
            Unsafe.Add(ref key, i) = Entry.WithCode(entry, own);
        }
    }

    // What Sweep does, but its sums are in registers: most of a deep tree's time goes by here.
    private void SweepSorted(ReadOnlySpan<ulong> sorted, int number, in NodeRows node, ref Cut best)
    {
        Array.Clear(_left);
        node.Counts.CopyTo(_right);
        ref var left = ref MemoryMarshal.GetArrayDataReference(_left);
        ref var right = ref MemoryMarshal.GetArrayDataReference(_right);
        var (tables, weights, minRows) = (_tables, _tables.Weights, _minRows);
        var (whole, leftSum, rightSum, leftWeight) = (node.Totals.Weight, 0.0, node.Totals.Sum, 0.0);
        var (last, leftCode, rightCode, score) = (Entry.Code(sorted[0]), 0, 0, best.Score);
        for (var i = 0; i < sorted.Length; i++)
        {
            var code = Entry.Code(sorted[i]);
            if (code != last)
            {
                if (i >= minRows && sorted.Length - i >= minRows
                    && TImpurity.Improves(leftSum, leftWeight, rightSum, whole - leftWeight, ref score))
                {
                    (leftCode, rightCode) = (last, code);
                }

                last = code;
            }

            var (@class, draws) = (Entry.Class(sorted[i]), Entry.Draws(sorted[i]));
            var before = Unsafe.Add(ref left, @class);
            var after = Unsafe.Add(ref right, @class) - draws;
            leftSum += TImpurity.Growth(tables, @class, before, draws);
            rightSum -= TImpurity.Growth(tables, @class, after, draws);
            leftWeight += weights[@class] * draws;
            Unsafe.Add(ref left, @class) = before + draws;
            Unsafe.Add(ref right, @class) = after;
        }

        if (rightCode > 0) best = new(number, leftCode, rightCode, score);
    }

    private void Reserve(int count)
    {
        if (_keys.Length >= count) return;
        var size = Math.Min(Math.Max(count, 2 * _keys.Length), _plan.Rows);
        _keys = GC.AllocateUninitializedArray<ulong>(size);
        _sorted = GC.AllocateUninitializedArray<ulong>(size);
    }
}
