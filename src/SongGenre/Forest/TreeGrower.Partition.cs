using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

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
        Array.Clear(_sides);
        var entries = _entries.AsSpan(branch.Start, branch.End - branch.Start);
        return branch.Start + (column.Codes is null
            ? PartitionSparse(column, entries, branch)
            : PartitionDense(column.Codes, entries, branch.Cut.LeftCode));
    }

    private int PartitionDense(ushort[] codes, Span<ulong> entries, int leftCode)
    {
        // Rows are below the length of the codes, places below the number of rows, and classes below that of the counts.
        ref var code = ref MemoryMarshal.GetArrayDataReference(codes);
        ref var kept = ref MemoryMarshal.GetReference(entries);
        ref var moved = ref MemoryMarshal.GetArrayDataReference(_moved);
        ref var sides = ref MemoryMarshal.GetArrayDataReference(_sides);
        var (left, right, classes) = (0, 0, _plan.PaddedClasses);
        for (var i = 0; i < entries.Length; i++)
        {
            // Both places are written and one of them kept: no branch to mispredict.
            var entry = Unsafe.Add(ref kept, i);
            Unsafe.Add(ref kept, left) = entry;
            Unsafe.Add(ref moved, right) = entry;
            var goesRight = Unsafe.Add(ref code, (nint)(entry >> 32)) > leftCode ? 1 : 0;
            Unsafe.Add(ref sides, (-goesRight & classes) + Entry.Class(entry)) += Entry.Draws(entry);
            right += goesRight;
            left += 1 - goesRight;
        }

        _moved.AsSpan(0, right).CopyTo(entries[left..]);
        return left;
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
        var (kept, moved) = (0, 0);
        var leaving = _moved.AsSpan();
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
        if (!_plan.HasLists) return (0, 0);
        var isLeft = middle - branch.Start < branch.End - middle;
        var mark = isLeft ? left : left + 1;
        var rows = isLeft ? _entries.AsSpan(branch.Start..middle) : _entries.AsSpan(middle..branch.End);
        foreach (var entry in rows) _members[Entry.Row(entry)] = Entry.WithMark(entry, mark);
        return isLeft ? (mark, branch.Mark) : (branch.Mark, mark);
    }

    /// <summary>Half way between the values on both sides of the cut.</summary>
    private static double Threshold(BinnedColumn column, in Cut cut)
    {
        var (low, high) = (column.High[cut.LeftCode], column.Low[cut.RightCode]);
        var middle = (low / 2) + (high / 2);
        return middle >= low && middle < high ? middle : low;
    }
}
