namespace SongGenre.Forest;

/// <content>Columns that list the few rows whose code isn't the common one: all others are found by subtraction.</content>
internal sealed partial class SplitSearch<TImpurity>
{
    /// <summary>
    /// Finds the node's rows among a sparse column's: their positions in the node, ascending, and their codes. The shorter
    /// list is walked, the longer one searched.
    /// </summary>
    public int Intersect(
        BinnedColumn column, ReadOnlySpan<ulong> entries, out ReadOnlySpan<int> positions, out ReadOnlySpan<ulong> keys)
    {
        var rows = column.Rows.AsSpan();
        Reserve(Math.Min(entries.Length, rows.Length));
        if (_positions.Length < _keys.Length) _positions = new int[_keys.Length];
        int found = 0, i = 0, j = 0;
        while (i < entries.Length && j < rows.Length)
        {
            var row = Entry.Row(entries[i]);
            if (row == rows[j])
            {
                _positions[found] = i;
                _keys[found++] = Entry.WithCode(entries[i++], column.RowCodes![j++]);
            }
            else if (row < rows[j])
            {
                i = Gallop(entries, i, rows[j]);
            }
            else
            {
                j = Gallop(rows, j, row);
            }
        }

        positions = _positions.AsSpan(0, found);
        keys = _keys.AsSpan(0, found);
        return found;
    }

    private void SweepList(BinnedColumn column, int number, in NodeRows node, ref Cut best)
    {
        var found = FindListed(column, number, node);
        if (found == 0) return;
        int low = int.MaxValue, high = 0;
        node.Counts.CopyTo(_others);
        foreach (var key in _keys.AsSpan(0, found))
        {
            low = Math.Min(low, Entry.Code(key));
            high = Math.Max(high, Entry.Code(key));
            _others[Entry.Class(key)] -= Entry.Draws(key);
        }

        var others = node.Entries.Length - found;
        if (others == 0 && low == high) return;
        var sweep = Begin(node, best);
        var last = -1;
        foreach (var key in low == high ? _keys.AsSpan(0, found) : Sort(found, low, high))
        {
            var code = Entry.Code(key);
            if (others > 0 && code > column.Common) MoveOthers(ref sweep, column.Common, ref others, ref last);
            if (code != last && last >= 0) sweep.Cut(last, code);
            last = code;
            sweep.Move(Entry.Class(key), Entry.Draws(key), 1);
        }

        if (others > 0) MoveOthers(ref sweep, column.Common, ref others, ref last);
        Keep(sweep, number, ref best);
    }

    /// <summary>Gathers the node's rows that the column lists.</summary>
    private int FindListed(BinnedColumn column, int number, in NodeRows node)
    {
        if (_hasTerms && column.Codes is null) return FindTerms(number);
        return column.Rows!.Length <= 4 * node.Entries.Length
            ? Members(column, node)
            : Intersect(column, node.Entries, out _, out _);
    }

    /// <summary>Walks the list and keeps the rows that bear the node's mark.</summary>
    private int Members(BinnedColumn column, in NodeRows node)
    {
        var (rows, codes) = (column.Rows!, column.RowCodes!);
        var members = node.Members;
        Reserve(Math.Min(rows.Length, node.Entries.Length) + 1);
        var keys = _keys;
        var found = 0;
        for (var i = 0; i < rows.Length; i++)
        {
            // Each place is written and some are kept: no branch to mispredict.
            var member = members[rows[i]];
            keys[found] = Entry.WithCode(member, codes[i]);
            found += Entry.Mark(member) == node.Mark ? 1 : 0;
        }

        return found;
    }

    private void MoveOthers(ref Sweep<TImpurity> sweep, int code, ref int rows, ref int last)
    {
        // A zero that the sparse column spells out has the same code as those that it leaves out.
        if (code != last && last >= 0) sweep.Cut(last, code);
        last = code;
        for (var c = 0; c < _others.Length; c++)
        {
            if (_others[c] == 0) continue;
            sweep.Move(c, _others[c], rows);
            rows = 0;
        }
    }
}
