using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace SongGenre.Forest;

/// <content>Dividing a node's rows between its children.</content>
internal sealed partial class TreeGrower<TImpurity>
{
    /// <summary>
    /// Moves the rows of the left child before those of the right, both in their old order, and counts both sides' classes;
    /// returns the border.
    /// </summary>
    private int Partition(BinnedColumn column, in Branch branch)
    {
        var entries = _entries.AsSpan(branch.Start, branch.End - branch.Start);
        if (column.Codes is null) return branch.Start + PartitionSparse(column, entries, branch);
        ref var codes = ref CodeRows.First(_plan.CodeRows, column.Codes, branch.Cut.Column, entries.Length, out var shift);
        return branch.Start + PartitionDense(ref codes, shift, entries, branch);
    }

    private int PartitionDense(ref ushort codes, int shift, Span<ulong> entries, in Branch branch)
    {
        // Rows are below the length of the codes, and places below the number of rows.
        ref var kept = ref MemoryMarshal.GetReference(entries);
        if (entries.Length == 2)
            return DividePair(ref kept, Unsafe.Add(ref codes, (nuint)(kept >> 32) << shift) > branch.Cut.LeftCode);
        ref var moved = ref _moved[branch.Start];
        var (rows, right, leftCode) = ((nuint)entries.Length, (nuint)0, (ulong)branch.Cut.LeftCode);
        for (nuint i = 0; i < rows; i++)
        {
            // Both places are written and one of them kept, and a difference below 0 counts: no branch to mispredict.
            var entry = Unsafe.Add(ref kept, i);
            Unsafe.Add(ref kept, i - right) = entry;
            Unsafe.Add(ref moved, right) = entry;
            right += (nuint)((leftCode - Unsafe.Add(ref codes, (nuint)(entry >> 32) << shift)) >> 63);
        }

        var left = (int)(rows - right);
        _moved.AsSpan(branch.Start, (int)right).CopyTo(entries[left..]);
        if (left <= entries.Length / 2) CountClasses(entries[..left], LeftCounts, RightCounts, branch.Counts);
        else CountClasses(entries[left..], RightCounts, LeftCounts, branch.Counts);
        return left;
    }

    /// <summary>Two rows, as many nodes of a deep tree have: one for each side.</summary>
    private int DividePair(ref ulong first, bool swaps)
    {
        ref var second = ref Unsafe.Add(ref first, 1);
        if (swaps) (first, second) = (second, first);
        Array.Clear(_sides);
        LeftCounts[Entry.Class(first)] = Entry.Draws(first);
        RightCounts[Entry.Class(second)] = Entry.Draws(second);
        return 1;
    }

    /// <summary>Counts the classes of the smaller side's rows; what remains of all is the other's.</summary>
    private static void CountClasses(ReadOnlySpan<ulong> few, Span<int> counts, Span<int> others, ReadOnlySpan<int> all)
    {
        counts.Clear();
        ref var count = ref MemoryMarshal.GetReference(counts);
        foreach (var entry in few) Unsafe.Add(ref count, Entry.ClassIndex(entry)) += Entry.Draws(entry);
        for (var c = 0; c < all.Length; c += Vector512<int>.Count)
            (Vector512.Create(all[c..]) - Vector512.Create(counts[c..])).CopyTo(others[c..]);
    }

    /// <summary>Only the few rows that leave the others are looked at; what lies between them is moved as a whole.</summary>
    private int PartitionSparse(BinnedColumn column, Span<ulong> entries, in Branch branch)
    {
        var found = _search.Find(
            branch.Cut.Column, entries, _members, branch.Mark, out var positions, out var keys);
        var staysLeft = column.Common <= branch.Cut.LeftCode;
        var few = staysLeft ? RightCounts : LeftCounts;
        var others = staysLeft ? LeftCounts : RightCounts;
        branch.Counts.CopyTo(others);
        few.Clear();
        var (kept, moved) = (0, 0);
        var leaving = _moved.AsSpan(branch.Start);
        for (var i = 0; i < found; i++)
        {
            if (Entry.Code(keys[i]) <= branch.Cut.LeftCode == staysLeft) continue;
            var entry = entries[positions[i]];
            few[Entry.Class(entry)] += Entry.Draws(entry);
            others[Entry.Class(entry)] -= Entry.Draws(entry);
            // Up to the position before: as many places further on as rows have left.
            entries[(kept + moved)..positions[i]].CopyTo(entries[kept..]);
            kept = positions[i] - moved;
            leaving[moved++] = entry;
        }

        entries[(kept + moved)..].CopyTo(entries[kept..]);
        if (staysLeft)
        {
            leaving[..moved].CopyTo(entries[^moved..]);
            return entries.Length - moved;
        }

        entries[..^moved].CopyTo(entries[moved..]);
        leaving[..moved].CopyTo(entries);
        return moved;
    }

    /// <summary>Gives the rows of the smaller child a mark of its own; those of the other keep their parent's.</summary>
    private (int Left, int Right) Mark(in Branch branch, int middle, int left)
    {
        var isLeft = middle - branch.Start < branch.End - middle;
        // Nobody looks for the rows of leaves, and so not for those of a pair.
        var most = isLeft ? branch.End - middle : middle - branch.Start;
        if (most <= Math.Max(_plan.LeastListed, 1)) return (branch.Mark, branch.Mark);
        var mark = isLeft ? left : left + 1;
        var rows = isLeft ? _entries.AsSpan(branch.Start..middle) : _entries.AsSpan(middle..branch.End);
        foreach (var entry in rows) _members[Entry.Row(entry)] = Entry.WithMark(entry, mark);
        return isLeft ? (mark, branch.Mark) : (branch.Mark, mark);
    }

    /// <summary>What stands for a node's threshold while the tree grows.</summary>
    private static double Codes(in Cut cut) =>
        BitConverter.UInt64BitsToDouble(((ulong)(uint)cut.LeftCode << 32) | (uint)cut.RightCode);

    /// <summary>
    /// Thresholds lie half way between two neighbouring values of all training rows, the two in the middle of those that
    /// the cut lies between: there are no more thresholds than values, and how many are below one is known. All at once:
    /// one lookup needn't wait for another, as each would for the growth between them.
    /// </summary>
    private void SetThresholds(CancellationToken cancel)
    {
        _ranks.Clear();
        foreach (ref var node in CollectionsMarshal.AsSpan(_nodes))
        {
            if (node.Column < 0) continue;
            cancel.ThrowIfCancellationRequested();
            var codes = BitConverter.DoubleToUInt64Bits(node.Threshold);
            var middle = ((int)(codes >> 32) + (int)(uint)codes - 1) / 2;
            var threshold = _plan.Ranks?.ThresholdsOf(node.Column)[middle] ?? _plan.Columns[node.Column].Middle(middle);
            node = node with { Threshold = threshold };
            _ranks.Add(middle);
        }
    }
}
