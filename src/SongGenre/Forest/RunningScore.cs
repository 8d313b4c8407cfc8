namespace SongGenre.Forest;

/// <summary>
/// The out-of-bag accuracy while a forest grows, of some of the rows: all of them would cost as much as a quarter of the
/// growth.
/// </summary>
internal sealed class RunningScore
{
    private const int MostRows = 2000;
    private const int MostValues = 16 * 1024 * 1024 / sizeof(double);

    private readonly int[] _rows;
    private readonly int[] _labels;
    private readonly double[] _values;
    private readonly double[] _sums;
    private readonly bool[] _isJudged;
    private readonly int _columns;
    private readonly int _classes;

    public RunningScore(ColumnMatrix x, int[] labels, int classes)
    {
        var count = Math.Min(x.Rows, Math.Clamp(MostValues / Math.Max(x.Columns.Count, classes), 1, MostRows));
        _rows = new int[count];
        for (var i = 0; i < count; i++) _rows[i] = (int)((long)i * x.Rows / count);
        _labels = Array.ConvertAll(_rows, row => labels[row]);
        _columns = x.Columns.Count;
        _classes = classes;
        _values = new double[count * _columns];
        _sums = new double[count * classes];
        _isJudged = new bool[count];
        for (var c = 0; c < _columns; c++) Copy(x.Columns[c], c);
    }

    /// <summary>The leaf of each row; −1 for those that the tree was grown from. Any thread may ask.</summary>
    public int[] Leaves(DecisionTree tree, ulong[] bag)
    {
        var leaves = new int[_rows.Length];
        for (var i = 0; i < leaves.Length; i++)
        {
            leaves[i] = RandomForest.IsIn(bag, _rows[i])
                ? -1
                : tree.LeafOf(_values.AsSpan(i * _columns, _columns));
        }

        return leaves;
    }

    /// <summary>Adds a tree by its leaves, one at a time; null while no row can be judged.</summary>
    public double? Add(DecisionTree tree, int[] leaves)
    {
        int judged = 0, right = 0;
        for (var i = 0; i < leaves.Length; i++)
        {
            var sums = _sums.AsSpan(i * _classes, _classes);
            if (leaves[i] >= 0)
            {
                tree.AddLeaf(leaves[i], sums);
                _isJudged[i] = true;
            }

            if (!_isJudged[i]) continue;
            judged++;
            var best = 0;
            for (var c = 1; c < sums.Length; c++)
            {
                if (sums[c] > sums[best]) best = c;
            }

            if (best == _labels[i]) right++;
        }

        return judged == 0 ? null : (double)right / judged;
    }

    private void Copy(Column column, int c)
    {
        for (int i = 0, place = 0; i < _rows.Length; i++)
        {
            if (column.Indices is not { } indices)
            {
                _values[(i * _columns) + c] = column.Values[_rows[i]];
                continue;
            }

            while (place < indices.Length && indices[place] < _rows[i]) place++;
            if (place == indices.Length) return;
            if (indices[place] == _rows[i]) _values[(i * _columns) + c] = column.Values[place];
        }
    }
}
