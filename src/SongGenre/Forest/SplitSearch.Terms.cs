namespace SongGenre.Forest;

/// <content>A node of few rows looked through by rows: see <see cref="RowTerms"/>.</content>
internal sealed partial class SplitSearch<TImpurity>
{
    // Looking a column up in a row takes about as long as stepping through so many rows of its list.
    private const int StepsPerRow = 4;

    /// <summary>Gathers the node's rows that a very sparse column lists.</summary>
    private int FindTerms(BinnedColumn column, int number, in NodeRows node)
    {
        ReservePositions(Math.Min(node.Entries.Length, column.Rows!.Length));
        var found = column.Rows.Length <= StepsPerRow * node.Entries.Length
            ? Members(column, node)
            : FindTerms(number, node.Entries);
        // Sums round by the order of their terms: last row first, however the rows were found, as saved models have it.
        _keys.AsSpan(0, found).Reverse();
        return found;
    }

    /// <summary>Finds the rows of some entries that name a column, and their positions.</summary>
    private int FindTerms(int number, ReadOnlySpan<ulong> entries)
    {
        var found = 0;
        for (var i = 0; i < entries.Length; i++)
        {
            if (!_plan.Terms!.TryFind(Entry.Row(entries[i]), number, out var code)) continue;
            _positions[found] = i;
            _keys[found++] = Entry.WithCode(entries[i], code);
        }

        return found;
    }

    private void ReservePositions(int count)
    {
        Reserve(count);
        if (_positions.Length < _keys.Length) _positions = new int[_keys.Length];
    }
}
