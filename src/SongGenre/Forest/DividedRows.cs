namespace SongGenre.Forest;

/// <summary>
/// Rows that each node of a tree divides, as when it was grown: for many columns of which a row names few. A node that
/// looks at such a column takes as many steps as rows name it, however many rows come by.
/// </summary>
internal sealed partial class DividedRows : IRankedRows
{
    // More rows overflow the cache; of fewer, nodes have so few that rows are faster side by side.
    private const int MostRows = 4096;
    private const int LeastRows = 512;

    // Where dividing is faster: columns for each that a row has a value in, which are no more than so many sparse ones.
    private const int LeastColumns = 16;
    private const int MostNamed = 16;

    private readonly RankLayout _layout;
    private readonly uint _place;

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
}
