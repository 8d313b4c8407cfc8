using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SongGenre.Forest;

/// <content>Columns that list the few rows whose code isn't the common one: all others are found by subtraction.</content>
internal sealed partial class SplitSearch<TImpurity>
{
    /// <summary>
    /// Finds a node's rows among a very sparse column's: their positions in the node, ascending, and their codes.
    /// </summary>
    /// <param name="number">The column's number.</param>
    /// <param name="entries">The node's rows.</param>
    /// <param name="members">The tree's rows, each with the mark of its node.</param>
    /// <param name="mark">The mark of this node.</param>
    /// <param name="positions">The rows' positions.</param>
    /// <param name="keys">The rows with their codes.</param>
    public int Find(
        int number,
        ReadOnlySpan<ulong> entries,
        ReadOnlySpan<ulong> members,
        int mark,
        out ReadOnlySpan<int> positions,
        out ReadOnlySpan<ulong> keys)
    {
        var column = _plan.Columns[number];
        ReservePositions(Math.Min(entries.Length, column.Rows!.Length));
        var found = 0;
        if (column.Rows.Length > StepsPerRow * entries.Length)
        {
            found = FindTerms(number, entries);
        }
        else
        {
            for (int i = 0, at = 0; i < column.Rows.Length; i++)
            {
                var row = column.Rows[i];
                if (Entry.Mark(members[row]) != mark) continue;
                at = Gallop(entries, at, row);
                _positions[found] = at;
                _keys[found++] = Entry.WithCode(entries[at], column.RowCodes![i]);
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
        if (others > 0 && low > column.Common && !_tables.IsLopsided)
            SweepAbove(column.Common, number, node, new(found, low, high), ref best);
        else
            SweepAround(column.Common, number, node, new(found, low, high), ref best);
    }

    /// <summary>
    /// The rows that the column doesn't list come before all others, as zeros before the weights of terms: what
    /// <see cref="Sweep{TImpurity}"/> does, but in registers, and only as far as there may be a better cut.
    /// </summary>
    private void SweepAbove(ushort common, int number, in NodeRows node, Listed listed, ref Cut best)
    {
        ref var left = ref MemoryMarshal.GetArrayDataReference(_others);
        ref var counts = ref MemoryMarshal.GetReference(node.Counts);
        var (tables, weights, minRows) = (_tables, _tables.Weights, _minRows);
        var (whole, leftSum, rightSum, leftWeight) = (node.Totals.Weight, 0.0, node.Totals.Sum, 0.0);
        for (var c = 0; c < weights.Length; c++)
        {
            var draws = Unsafe.Add(ref left, c);
            // Without a branch to mispredict where it makes no difference.
            if (typeof(TImpurity) != typeof(GiniImpurity) && draws == 0) continue;
            leftSum += TImpurity.Growth(tables, c, 0, draws);
            rightSum -= TImpurity.Growth(tables, c, Unsafe.Add(ref counts, c) - draws, draws);
            leftWeight += weights[c] * draws;
        }

        var (rows, leftRows) = (node.Entries.Length, node.Entries.Length - listed.Rows);
        var (leftCode, rightCode, score) = ((int)common, 0, best.Score);
        if (leftRows >= minRows && rows - leftRows >= minRows
            && TImpurity.Improves(leftSum, leftWeight, rightSum, whole - leftWeight, ref score))
            rightCode = listed.Low;
        if (listed.Low < listed.High && !IsHopeless(leftSum, leftWeight, whole, listed.Rows, score))
        {
            var last = listed.Low;
            foreach (var key in Sort(listed.Rows, listed.Low, listed.High))
            {
                var code = Entry.Code(key);
                if (code != last)
                {
                    if (leftRows >= minRows && rows - leftRows >= minRows
                        && TImpurity.Improves(leftSum, leftWeight, rightSum, whole - leftWeight, ref score))
                        (leftCode, rightCode) = (last, code);
                    if (code == listed.High) break;
                    last = code;
                }

                var (@class, draws) = (Entry.Class(key), Entry.Draws(key));
                var before = Unsafe.Add(ref left, @class);
                Unsafe.Add(ref left, @class) = before + draws;
                leftSum += TImpurity.Growth(tables, @class, before, draws);
                rightSum -= TImpurity.Growth(tables, @class, Unsafe.Add(ref counts, @class) - before - draws, draws);
                leftWeight += weights[@class] * draws;
                leftRows++;
            }
        }

        if (rightCode > 0) best = new(number, leftCode, rightCode, score);
    }

    /// <summary>
    /// Whether no cut can be better than a score, since all rows of the common code stay together: not even one that
    /// parted them from all others, and these by their classes.
    /// </summary>
    private bool IsHopeless(double commonSum, double commonWeight, double whole, int moves, double score) =>
        TImpurity.Score(commonSum, commonWeight) + TImpurity.Perfect(whole - commonWeight)
            < score - (_tables.RoundingErrors(whole) * (moves + _tables.Weights.Length));

    private void SweepAround(ushort common, int number, in NodeRows node, Listed listed, ref Cut best)
    {
        var others = node.Entries.Length - listed.Rows;
        var sweep = Begin(node, best);
        var last = -1;
        foreach (var key in listed.Low == listed.High
            ? _keys.AsSpan(0, listed.Rows)
            : Sort(listed.Rows, listed.Low, listed.High))
        {
            var code = Entry.Code(key);
            if (others > 0 && code > common) MoveOthers(ref sweep, common, ref others, ref last);
            if (code != last && last >= 0) sweep.Cut(last, code);
            last = code;
            sweep.Move(Entry.Class(key), Entry.Draws(key), 1);
        }

        if (others > 0) MoveOthers(ref sweep, common, ref others, ref last);
        Keep(sweep, number, ref best);
    }

    /// <summary>Gathers the node's rows that the column lists.</summary>
    private int FindListed(BinnedColumn column, int number, in NodeRows node)
    {
        if (column.Codes is null && _plan.Terms!.IsFaster(node.Entries.Length)) return FindTerms(column, number, node);
        return Members(column, node);
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

    /// <summary>The node's rows that a column lists, and their least and greatest code.</summary>
    private readonly record struct Listed(int Rows, int Low, int High);
}
