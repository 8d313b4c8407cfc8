namespace SongGenre.Forest;

/// <content>Extremely randomised trees: one place to cut a column, drawn at random.</content>
internal sealed partial class SplitSearch<TImpurity>
{
    /// <summary>
    /// The cut at a share of the way from the node's least value to its greatest becomes <paramref name="best"/> if it
    /// scores above that.
    /// </summary>
    public void ImproveAt(double share, int number, in NodeRows node, ref Cut best)
    {
        var column = _plan.Columns[number];
        if (column.Bins == 1) return;
        var rows = node.Entries.Length;
        var isList = column.Rows is not null && (column.Codes is null || column.Rows.Length < rows);
        var found = isList ? FindListed(column, number, node) : rows;
        var (low, high) = (int.MaxValue, 0);
        if (isList)
        {
            foreach (var key in _keys.AsSpan(0, found))
            {
                low = Math.Min(low, Entry.Code(key));
                high = Math.Max(high, Entry.Code(key));
            }

            if (found < rows) (low, high) = (Math.Min(low, column.Common), Math.Max(high, column.Common));
        }
        else
        {
            Gather(column.Codes!, node.Entries, out low, out high);
        }

        if (low == high) return;
        // Each term for itself: their difference may be beyond the greatest number.
        var value = (column.Low[low] * (1 - share)) + (column.High[high] * share);
        var leftCode = Math.Clamp(column.CodeAt(value), low, high - 1);
        Array.Clear(_left);
        var leftRows = 0;
        foreach (var key in _keys.AsSpan(0, found))
        {
            if (Entry.Code(key) > leftCode) continue;
            _left[Entry.Class(key)] += Entry.Draws(key);
            leftRows++;
        }

        if (isList && column.Common <= leftCode)
        {
            leftRows += rows - found;
            node.Counts.CopyTo(_others);
            foreach (var key in _keys.AsSpan(0, found)) _others[Entry.Class(key)] -= Entry.Draws(key);
            for (var c = 0; c < _left.Length; c++) _left[c] += _others[c];
        }

        if (leftRows < _minRows || rows - leftRows < _minRows) return;
        for (var c = 0; c < _left.Length; c++) _right[c] = node.Counts[c] - _left[c];
        var left = _tables.Totals<TImpurity>(_left, leftRows);
        var right = _tables.Totals<TImpurity>(_right, rows - leftRows);
        var score = best.Score;
        if (TImpurity.Improves(left.Sum, left.Weight, right.Sum, right.Weight, ref score))
            best = new(number, leftCode, leftCode + 1, score);
    }
}
