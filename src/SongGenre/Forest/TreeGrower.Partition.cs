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
        var left = column.Codes is null
            ? PartitionSparse(column, entries, branch.Cut.LeftCode)
            : PartitionDense(column.Codes, entries, branch.Cut.LeftCode);
        _moved.AsSpan(0, entries.Length - left).CopyTo(entries[left..]);
        return branch.Start + left;
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

        return left;
    }

    private int PartitionSparse(BinnedColumn column, Span<ulong> entries, int leftCode)
    {
        var found = _search.Intersect(column, entries, out var positions, out var keys);
        var (left, right, next, classes) = (0, 0, 0, _plan.PaddedClasses);
        for (var i = 0; i < entries.Length; i++)
        {
            var entry = entries[i];
            var isFound = next < found && positions[next] == i;
            var code = isFound ? Entry.Code(keys[next++]) : column.Common;
            var goesRight = code > leftCode ? 1 : 0;
            _sides[(goesRight * classes) + Entry.Class(entry)] += Entry.Draws(entry);
            if (goesRight == 0) entries[left++] = entry;
            else _moved[right++] = entry;
        }

        return left;
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
