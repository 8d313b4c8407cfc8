namespace SongGenre.Forest;

/// <content>A node of few rows looked through by rows: see <see cref="RowTerms"/>.</content>
internal sealed partial class SplitSearch<TImpurity>
{
    // The number of the node that a very sparse column was seen in last; beyond all numbers for other columns.
    private readonly long[] _stamps;
    private readonly int[] _heads;
    private int[] _next = [];
    private ulong[] _termKeys = [];
    private long _stamp;
    private bool _hasTerms;

    /// <summary>Prepares for a node; each is begun once, before its columns are looked at.</summary>
    public void Begin(in NodeRows node)
    {
        _hasTerms = _plan.Terms?.IsFaster(node.Entries.Length) == true;
        if (!_hasTerms) return;
        Reserve(node.Entries.Length);
        _stamp++;
        var terms = 0;
        foreach (var entry in node.Entries)
        {
            var columns = _plan.Terms!.Of(Entry.Row(entry), out var codes);
            if (terms + columns.Length > _next.Length)
            {
                var size = Math.Max(2 * _next.Length, terms + columns.Length);
                Array.Resize(ref _next, size);
                Array.Resize(ref _termKeys, size);
            }

            for (var i = 0; i < columns.Length; i++)
            {
                // The terms of a column are a chain from its head on; 0 ends it.
                var column = columns[i];
                _next[terms] = _stamps[column] == _stamp ? _heads[column] : 0;
                _termKeys[terms++] = Entry.WithCode(entry, codes[i]);
                _stamps[column] = _stamp;
                _heads[column] = terms;
            }
        }
    }

    /// <summary>Whether a column is known to have its common code alone, so that there is nothing to look at.</summary>
    public bool IsConstant(int number) => _hasTerms && _stamps[number] < _stamp;

    /// <summary>Gathers the node's rows that a very sparse column lists.</summary>
    private int FindTerms(int number)
    {
        var found = 0;
        if (IsConstant(number)) return found;
        for (var term = _heads[number]; term > 0; term = _next[term - 1]) _keys[found++] = _termKeys[term - 1];
        return found;
    }
}
