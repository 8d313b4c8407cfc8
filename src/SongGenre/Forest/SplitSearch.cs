using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SongGenre.Forest;

/// <summary>Finds the best cut of a node in one column. Holds working memory, so each thread needs one of its own.</summary>
internal sealed partial class SplitSearch<TImpurity>
    where TImpurity : struct, IImpurity
{
    private readonly GrowthPlan _plan;
    private readonly ClassTables _tables;
    private readonly CodeRows? _codeRows;
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
        _codeRows = plan.CodeRows;
        _minRows = plan.Options.MinSamplesLeaf;
        _left = new int[plan.PaddedClasses];
        _right = new int[plan.PaddedClasses];
        _others = new int[plan.PaddedClasses];
        _twiceLeft = new double[plan.PaddedClasses];
        _below = new int[plan.PaddedClasses];
        _hasHistogram = typeof(TImpurity) == typeof(GiniImpurity) && _tables.FitsVector;
        if (_hasHistogram) PrepareHistogram();
    }

    /// <summary>The best cut of a column becomes <paramref name="best"/> if it scores above that.</summary>
    /// <param name="number">The column's number.</param>
    /// <param name="node">The node.</param>
    /// <param name="best">The best cut so far.</param>
    public void Improve(int number, in NodeRows node, ref Cut best)
    {
        var rows = node.Entries.Length;
        var column = _plan.Columns[number];
        if (column.Bins == 1) return;
        if (rows < LeastBinnedRows && column.Codes is not null && !_tables.IsLopsided)
        {
            SweepFew(column, number, node, ref best);
            return;
        }

        if (column.Rows is not null && (column.Codes is null || column.Rows.Length < rows))
        {
            SweepList(column, number, node, ref best);
            return;
        }

        if (_hasHistogram && rows >= LeastRows(column) && SweepHistogram(column, number, node, ref best)) return;
        if (rows <= RankRows && !_tables.IsLopsided)
        {
            SweepFew(column, number, node, ref best);
            return;
        }

        Gather(column.Codes!, node.Entries, out var low, out var high);
        if (low == high) return;
        var sweep = Begin(node, best);
        SweepSorted(ref sweep, Sort(rows, low, high));
        Keep(sweep, number, ref best);
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

    private static void SweepSorted(ref Sweep<TImpurity> sweep, ReadOnlySpan<ulong> sorted)
    {
        var last = Entry.Code(sorted[0]);
        foreach (var key in sorted)
        {
            var code = Entry.Code(key);
            if (code != last) sweep.Cut(last, code);
            last = code;
            sweep.Move(Entry.Class(key), Entry.Draws(key), 1);
        }
    }

    private void Reserve(int count)
    {
        if (_keys.Length >= count) return;
        var size = Math.Min(Math.Max(count, 2 * _keys.Length), _plan.Rows);
        _keys = GC.AllocateUninitializedArray<ulong>(size);
        _sorted = GC.AllocateUninitializedArray<ulong>(size);
    }
}
