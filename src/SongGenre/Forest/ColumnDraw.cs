using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace SongGenre.Forest;

/// <summary>
/// Draws columns without replacement, node after node; each node's draw depends on its seed alone. Columns that can't
/// be cut take part in it, or else the others would come in another order, but are passed over. Of thousands of columns
/// few can be cut in a node, so a column is put down only where it can be: all other places need no look.
/// </summary>
internal sealed class ColumnDraw
{
    private const int Block = 8;

    // So few columns are put back all at once sooner than one by one.
    private const int FewColumns = 64;
    private static readonly Vector512<ulong> Ordinals = Vector512<ulong>.Indices;
    private readonly bool _hasShares;

    // Of each column, whether it may be cut in a node whose rows don't name it.
    private readonly byte[] _always;

    // Of each place, whether it holds a column that may be cut in this node, and which; unless any column may.
    private readonly byte[] _holds;
    private readonly int[] _columns;
    private readonly int[] _inOrder;
    private readonly int[] _touched;
    private readonly ulong[] _picks = new ulong[Block];
    private int _touches;
    private bool _hasAll;
    private SplitMix64 _random;
    private double _share;

    public ColumnDraw(GrowthPlan plan)
    {
        _hasShares = plan.Options.Splitter == Splitter.Random;
        _always =
        [
            .. plan.Columns.Select((column, c) => column.Bins > 1 && plan.Terms?.Holds(c) != true ? (byte)1 : (byte)0),
        ];
        _holds = [.. _always];
        _columns = [.. Enumerable.Range(0, _holds.Length)];
        _inOrder = _holds.Length <= FewColumns ? [.. _columns] : [];
        _touched = new int[(2 * _holds.Length) + 1];
    }

    /// <summary>Columns drawn for the node so far, those that were passed over included.</summary>
    public int Drawn { get; private set; }

    /// <summary>Starts over for a node, where any column may be cut.</summary>
    public void Begin(ulong seed)
    {
        _random = new(seed);
        _hasAll = true;
    }

    /// <summary>Starts over for a node of few rows, whose terms name the very sparse columns that may be cut.</summary>
    public void Begin(ulong seed, RowTerms terms, ReadOnlySpan<ulong> entries)
    {
        _random = new(seed);
        // Terms name columns, and each is put down once, with room for one more.
        ref var holds = ref MemoryMarshal.GetArrayDataReference(_holds);
        ref var touched = ref MemoryMarshal.GetArrayDataReference(_touched);
        var touches = 0;
        foreach (var entry in entries)
        {
            foreach (var column in terms.Of(Entry.Row(entry)))
            {
                ref var isHeld = ref Unsafe.Add(ref holds, column);
                Unsafe.Add(ref touched, touches) = column;
                touches += 1 - isHeld;
                isHeld = 1;
            }
        }

        _touches = touches;
    }

    /// <summary>
    /// The next column that may be cut; false if there is none among the first <paramref name="limit"/>.
    /// </summary>
    public bool Next(int limit, out int column)
    {
        if (_hasAll) return NextOfAll(limit, out column);
        // Draws lie among the places that are left.
        ref var holds = ref MemoryMarshal.GetArrayDataReference(_holds);
        var (random, drawn, places) = (_random, Drawn, _holds.Length);
        column = -1;
        while (drawn < limit && column < 0)
        {
            var end = limit;
            if (Vector512.IsHardwareAccelerated && !_hasShares && drawn + Block <= limit)
            {
                if (HoldsNone(random, drawn))
                {
                    random.Skip(Block);
                    drawn += Block;
                    continue;
                }

                end = drawn + Block;
            }

            for (; drawn < end && column < 0; drawn++)
            {
                var pick = drawn + random.Next(places - drawn);
                // Drawn for every column, so that what comes after doesn't depend on how a column is stored.
                if (_hasShares) _share = random.NextDouble();
                if ((Unsafe.Add(ref holds, pick) | Unsafe.Add(ref holds, drawn)) != 0)
                    column = Exchange(drawn, pick);
            }
        }

        (_random, Drawn) = (random, drawn);
        return column >= 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool NextOfAll(int limit, out int column)
    {
        column = -1;
        var drawn = Drawn;
        if (drawn >= limit) return false;
        var pick = drawn + _random.Next(_holds.Length - drawn);
        if (_hasShares) _share = _random.NextDouble();
        ref var columns = ref MemoryMarshal.GetArrayDataReference(_columns);
        column = Unsafe.Add(ref columns, pick);
        Unsafe.Add(ref columns, pick) = Unsafe.Add(ref columns, drawn);
        if (_inOrder.Length == 0) _touched[_touches++] = pick;
        Drawn = drawn + 1;
        return true;
    }

    /// <summary>Whether neither the next places nor those that would be drawn there hold a column.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool HoldsNone(SplitMix64 random, int drawn)
    {
        ref var holds = ref MemoryMarshal.GetArrayDataReference(_holds);
        ref var first = ref Unsafe.Add(ref holds, drawn);
        if (Unsafe.ReadUnaligned<ulong>(ref first) != 0) return false;
        ref var picks = ref MemoryMarshal.GetArrayDataReference(_picks);
        (random.Peek(Vector512.Create((ulong)(_holds.Length - drawn)) - Ordinals) + Ordinals).StoreUnsafe(ref picks);
        var held = 0;
        for (var i = 0; i < Block; i++) held |= Unsafe.Add(ref first, (nint)Unsafe.Add(ref picks, i));
        return held == 0;
    }

    /// <summary>A number from 0 to below 1, for the column that was drawn last, if columns are cut at random.</summary>
    public double Share() => _share;

    /// <summary>Puts all columns back to where they were.</summary>
    public void End()
    {
        if (_hasAll) _inOrder.CopyTo(_columns);
        foreach (var place in _touched.AsSpan(0, _touches))
        {
            _holds[place] = _always[place];
            _columns[place] = place;
        }

        (_touches, _hasAll, Drawn) = (0, false, 0);
    }

    /// <summary>Takes the column at a place, −1 if it holds none; that of the first place moves there.</summary>
    private int Exchange(int first, int pick)
    {
        var column = _holds[pick] != 0 ? _columns[pick] : -1;
        _holds[pick] = _holds[first];
        _columns[pick] = _columns[first];
        _touched[_touches++] = pick;
        return column;
    }
}
