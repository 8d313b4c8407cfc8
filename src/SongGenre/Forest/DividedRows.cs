using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SongGenre.Forest;

/// <summary>
/// Rows that each node of a tree divides, as when it was grown: for many columns of which a row names few. A node that
/// looks at such a column takes as many steps as rows name it, however many rows come by.
/// </summary>
internal sealed class DividedRows : IRankedRows
{
    // More rows overflow the cache; of fewer, nodes have so few that rows are faster side by side.
    private const int MostRows = 4096;
    private const int LeastRows = 512;

    // Where dividing is faster: columns for each that a row has a value in, which are no more than so many sparse ones.
    private const int LeastColumns = 16;
    private const int MostNamed = 16;

    // Rows of a node that are brought to their leaves one by one.
    private const int FewRows = 3;

    // A node looks through its column's list unless that is so many times as long as its own rows, which take longer.
    private const int ListedPerRow = 4;

    // Where a row is that no node has.
    private const ushort Nowhere = ushort.MaxValue;

    private readonly RankLayout _layout;
    private readonly uint _place;
    private readonly ushort[] _rows;
    private readonly ushort[] _positions;
    private readonly ushort[] _right;
    private readonly Stack<(int Node, int Start, int End)> _waiting = new();

    // By the column's place among groups, as nodes have it; the first is that of leaves.
    private readonly Source[] _sources;
    private readonly int[] _next;
    private readonly uint[] _ranks;
    private (int Row, uint Rank)[] _listed = [];

    // What each row names: the sources, ascending, their ranks there, and a bit for each by its number's last six.
    private readonly int[] _rowStarts;
    private readonly ulong[] _bits;
    private int[] _named = [];
    private uint[] _namedRanks = [];
    private int _start;
    private int _count;

    /// <param name="layout">What trees look at.</param>
    /// <param name="x">The matrix that rows will be of.</param>
    /// <param name="rows">Room for so many, which 16 bits number; see <see cref="RowsOf"/>.</param>
    public DividedRows(RankLayout layout, ColumnMatrix x, int rows)
    {
        _layout = layout;
        _place = (1u << layout.PlaceBits) - 1;
        _rows = new ushort[rows];
        _positions = new ushort[rows];
        _right = new ushort[rows];
        _rowStarts = new int[rows + 2];
        _bits = new ulong[rows];
        _sources = new Source[layout.Columns.Length + 1];
        _next = new int[_sources.Length];
        var dense = 0;
        for (var s = 1; s < _sources.Length; s++)
        {
            var c = layout.Columns[s - 1];
            _sources[s] = x.Columns[c].IsSparse
                ? new(0, 0, (uint)layout.ThresholdsOf(c).Rank(0))
                : new(rows * dense++, Source.IsDense, 0);
        }

        _ranks = new uint[rows * dense];
    }

    /// <summary>Where a block has a column.</summary>
    /// <param name="Start">The first of its ranks, or of its list.</param>
    /// <param name="Length">How long its list is; of a dense column <see cref="IsDense"/>.</param>
    /// <param name="Zero">The rank of what isn't listed.</param>
    private readonly record struct Source(int Start, int Length, uint Zero)
    {
        public const int IsDense = -1;
    }

    /// <summary>How many rows a block should have; null where rows are brought down faster side by side.</summary>
    public static int? RowsOf(RankLayout layout, ColumnMatrix x, int threads)
    {
        long sparse = 0, listed = 0;
        foreach (var c in layout.Columns)
        {
            if (x.Columns[c].Indices is not { } indices) continue;
            sparse++;
            listed += indices.Length;
        }

        var columns = (long)layout.Columns.Length;
        var values = listed + ((columns - sparse) * x.Rows);
        if (columns * x.Rows < LeastColumns * values || listed > MostNamed * (long)x.Rows) return null;
        // All threads have as many blocks of as many rows.
        var blocks = (1 + ((x.Rows - 1) / ((long)MostRows * threads))) * threads;
        var rows = (int)(1 + ((x.Rows - 1) / blocks));
        return rows < LeastRows ? null : rows;
    }

    /// <inheritdoc/>
    public void Fill(ColumnMatrix x, int start, int count)
    {
        _start = start;
        _count = count;
        Find(x);
        Array.Clear(_rowStarts);
        Array.Clear(_bits);
        for (var s = 1; s < _sources.Length; s++)
        {
            var c = _layout.Columns[s - 1];
            var (thresholds, values, source) = (_layout.ThresholdsOf(c), x.Columns[c].Values, _sources[s]);
            if (x.Columns[c].Indices is not { } indices)
            {
                for (var row = 0; row < count; row++)
                    _ranks[source.Start + row] = (uint)thresholds.Rank(values[start + row]);
                continue;
            }

            for (int i = 0, from = _next[s] - source.Length; i < source.Length; i++)
            {
                var row = indices[from + i] - start;
                _listed[source.Start + i] = (row, (uint)thresholds.Rank(values[from + i]));
                _rowStarts[row + 2]++;
                _bits[row] |= 1UL << s;
            }
        }

        Name();
    }

    /// <summary>Finds each list's part about the rows, and makes room for it.</summary>
    private void Find(ColumnMatrix x)
    {
        var listed = 0;
        for (var s = 1; s < _sources.Length; s++)
        {
            if (x.Columns[_layout.Columns[s - 1]].Indices is not { } indices) continue;
            ref var next = ref _next[s];
            while (next < indices.Length && indices[next] < _start) next++;
            var first = next;
            while (next < indices.Length && indices[next] < _start + _count) next++;
            _sources[s] = _sources[s] with { Start = listed, Length = next - first };
            listed += next - first;
        }

        if (_listed.Length >= listed) return;
        _listed = new (int, uint)[listed];
        _named = new int[listed];
        _namedRanks = new uint[listed];
    }

    /// <summary>Turns lists of rows, which have been counted, into what each row names.</summary>
    private void Name()
    {
        for (var row = 2; row < _rowStarts.Length; row++) _rowStarts[row] += _rowStarts[row - 1];
        for (var s = 1; s < _sources.Length; s++)
        {
            // A row's end starts where the row does, and moves on.
            for (var i = 0; i < _sources[s].Length; i++)
            {
                var (row, rank) = _listed[_sources[s].Start + i];
                var place = _rowStarts[row + 1]++;
                (_named[place], _namedRanks[place]) = (s, rank);
            }
        }
    }

    /// <inheritdoc/>
    public void FindLeaves(RankedTree tree, ReadOnlySpan<ulong> bag, Span<ulong> leaves)
    {
        var nodes = tree.Nodes;
        _waiting.Push((0, 0, Ask(bag, leaves)));
        while (_waiting.TryPop(out var branch))
        {
            var (n, start, end) = branch;
            while (end - start > FewRows)
            {
                var node = nodes[n];
                var s = SourceOf(node);
                if (s == 0) break;
                var (middle, front) = Divide(s, ~(uint)node >> _layout.PlaceBits, start, end);
                n = (int)(node >> 32) + front;
                if (middle == end) continue;
                // Rows at the back go on: they are fewer, or go right, and a grown tree has the nodes of these first.
                if (middle > start) _waiting.Push((n, start, middle));
                (n, start) = (n + 1 - (2 * front), middle);
            }

            for (var i = start; i < end; i++) leaves[_rows[i]] = LeafOf(tree, nodes[n], _rows[i]);
        }
    }

    /// <summary>Takes the rows that are asked for; returns how many these are.</summary>
    private int Ask(ReadOnlySpan<ulong> bag, Span<ulong> leaves)
    {
        var asked = 0;
        for (var row = 0; row < _count; row++)
        {
            var isAsked = bag.IsEmpty || !RandomForest.IsIn(bag, _start + row);
            _rows[asked] = (ushort)row;
            _positions[row] = isAsked ? (ushort)asked : Nowhere;
            asked += isAsked ? 1 : 0;
            if (!isAsked) leaves[row] = 0;
        }

        return asked;
    }

    private int SourceOf(ulong node) => (int)((uint)node & _place) / RankLayout.GroupRows;

    /// <summary>Divides a node's rows.</summary>
    /// <returns>Where the rows at the back start, and where those in front go: 0 is left, 1 right.</returns>
    private (int Middle, int Front) Divide(int s, uint rank, int start, int end)
    {
        var source = _sources[s];
        if (source.Length == Source.IsDense) return (DivideDense(source.Start, rank, start, end), 0);
        var front = source.Zero > rank ? 1 : 0;
        if (source.Length > ListedPerRow * (end - start)) return (DivideByRow(s, rank, front, start, end), front);
        return (DivideByList(_listed.AsSpan(source.Start, source.Length), rank, front, start, end), front);
    }

    private int DivideDense(int first, uint rank, int start, int end)
    {
        // Rows are within the ranks of the column, positions within the rows.
        ref var ranks = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_ranks), first);
        ref var rows = ref MemoryMarshal.GetArrayDataReference(_rows);
        ref var positions = ref MemoryMarshal.GetArrayDataReference(_positions);
        ref var right = ref MemoryMarshal.GetArrayDataReference(_right);
        nint middle = start, count = 0;
        for (nint i = start; i < end; i++)
        {
            // No branch: every row is put on both sides.
            nint row = Unsafe.Add(ref rows, i);
            Unsafe.Add(ref rows, middle) = (ushort)row;
            Unsafe.Add(ref positions, row) = (ushort)middle;
            Unsafe.Add(ref right, count) = (ushort)row;
            nint isRight = Unsafe.Add(ref ranks, row) > rank ? 1 : 0;
            count += isRight;
            middle += 1 - isRight;
        }

        for (nint i = 0; i < count; i++)
        {
            nint row = Unsafe.Add(ref right, i);
            Unsafe.Add(ref rows, middle + i) = (ushort)row;
            Unsafe.Add(ref positions, row) = (ushort)(middle + i);
        }

        return (int)middle;
    }

    private int DivideByList(ReadOnlySpan<(int Row, uint Rank)> list, uint rank, int front, int start, int end)
    {
        ref var positions = ref MemoryMarshal.GetArrayDataReference(_positions);
        var middle = end;
        foreach (var (row, own) in list)
        {
            var position = Unsafe.Add(ref positions, row);
            if ((uint)(position - start) >= (uint)(end - start) || (own > rank ? 1 : 0) == front) continue;
            PutBack(position, --middle);
        }

        return middle;
    }

    private int DivideByRow(int s, uint rank, int front, int start, int end)
    {
        var middle = end;
        for (var i = start; i < middle;)
        {
            if ((RankOf(s, _rows[i]) > rank ? 1 : 0) == front) i++;
            else PutBack(i, --middle);
        }

        return middle;
    }

    private void PutBack(int position, int back)
    {
        (_rows[position], _rows[back]) = (_rows[back], _rows[position]);
        _positions[_rows[position]] = (ushort)position;
        _positions[_rows[back]] = (ushort)back;
    }

    private ulong LeafOf(RankedTree tree, ulong node, int row)
    {
        for (int s; (s = SourceOf(node)) > 0;)
            node = tree.Nodes[(int)((node + (RankOf(s, row) << _layout.PlaceBits)) >> 32)];
        return node;
    }

    private uint RankOf(int s, int row)
    {
        var (start, length, zero) = _sources[s];
        if (length == Source.IsDense) return _ranks[start + row];
        if ((_bits[row] >> s & 1) == 0) return zero;
        var place = Array.BinarySearch(_named, _rowStarts[row], _rowStarts[row + 1] - _rowStarts[row], s);
        return place < 0 ? zero : _namedRanks[place];
    }
}
