namespace SongGenre.Forest;

/// <content>Dividing a node's rows between its children.</content>
internal sealed partial class TreeGrower<TImpurity>
{
    /// <summary>Moves the rows of the left child before those of the right, both in their old order; returns the border.</summary>
    private int Partition(BinnedColumn column, in Branch branch)
    {
        var entries = _entries.AsSpan(branch.Start, branch.End - branch.Start);
        var left = column.Rows is null
            ? PartitionDense(column, entries, branch.Cut.LeftCode)
            : PartitionSparse(column, entries, branch.Cut.LeftCode);
        _moved.AsSpan(0, entries.Length - left).CopyTo(entries[left..]);
        return branch.Start + left;
    }

    private int PartitionDense(BinnedColumn column, Span<ulong> entries, int leftCode)
    {
        var codes = column.Codes;
        int left = 0, right = 0;
        foreach (var entry in entries)
        {
            // Both places are written and one of them kept: no branch to mispredict.
            entries[left] = entry;
            _moved[right] = entry;
            var goesLeft = codes[Entry.Row(entry)] <= leftCode ? 1 : 0;
            left += goesLeft;
            right += 1 - goesLeft;
        }

        return left;
    }

    private int PartitionSparse(BinnedColumn column, Span<ulong> entries, int leftCode)
    {
        var found = _search.Intersect(column, entries, out var positions, out var keys);
        int left = 0, right = 0, next = 0;
        for (var i = 0; i < entries.Length; i++)
        {
            var isFound = next < found && positions[next] == i;
            var code = isFound ? Entry.Code(keys[next++]) : column.Zero;
            if (code <= leftCode) entries[left++] = entries[i];
            else _moved[right++] = entries[i];
        }

        return left;
    }

    /// <summary>Half way between the values on both sides of the cut.</summary>
    private static double Threshold(BinnedColumn column, in Cut cut)
    {
        var (low, high) = (column.High[cut.LeftCode], column.Low[cut.RightCode]);
        var middle = (low / 2) + (high / 2);
        return middle >= low && middle < high ? middle : low;
    }
}
