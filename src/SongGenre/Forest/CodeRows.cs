using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace SongGenre.Forest;

/// <summary>
/// The codes of all columns row by row. The few rows of a small node lie anywhere: here each of them is fetched once, for
/// all columns that the node and its descendants look at, and not once for each column.
/// </summary>
internal sealed class CodeRows
{
    // A row of so many codes takes two cache lines. A split that looks at the root of more columns than that finds few of
    // its codes beside each other.
    private const int MostColumns = 64;

    // Of more rows several lie in a line of the column's own codes.
    private const int MostRows = 256;

    // Trees whose leaves have more are nearly done once nodes are small: too late for what all rows' codes take up.
    private const int MostLeafRows = 64;
    private const int RowsAtATime = 256;

    // Codes that are compared at once. Of fewer than half as many columns a row would hold next to nothing.
    private static readonly int Lanes = Vector256<ushort>.Count;

    private readonly ushort[] _codes;
    private readonly int[] _places;
    private readonly int _shift;

    // Bits of the places that columns have; 0 where there are columns that have none, of which nothing is known.
    private readonly ulong _held;

    private CodeRows(int rows, int shift, int dense, int[] places)
    {
        _codes = GC.AllocateUninitializedArray<ushort>(rows << shift);
        _places = places;
        _shift = shift;
        _held = dense < places.Length ? 0 : ulong.MaxValue >> (MostColumns - dense);
    }

    /// <summary>Null if there are too few such columns, or too many, or if few nodes will be small.</summary>
    public static CodeRows? Of(BinnedColumn[] columns, int rows, ForestOptions options, CancellationToken cancel)
    {
        var leastSplit = Math.Max(options.MinSamplesSplit, 2L * options.MinSamplesLeaf);
        var leastRows = Math.Max(leastSplit, rows >> Math.Min(options.MaxDepth ?? 31, 31));
        if (leastRows > MostLeafRows) return null;
        var dense = columns.Where(column => column.Codes is not null).ToArray();
        var shift = BitOperations.Log2(BitOperations.RoundUpToPowerOf2((uint)Math.Max(dense.Length, Lanes)));
        if (dense.Length < Lanes / 2 || dense.Length > MostColumns) return null;
        if ((long)rows << shift > Array.MaxLength) return null;
        var places = new int[columns.Length];
        for (int c = 0, place = 0; c < columns.Length; c++)
            places[c] = columns[c].Codes is null ? -1 : place++;
        var all = new CodeRows(rows, shift, dense.Length, places);
        var pieces = (rows + RowsAtATime - 1) / RowsAtATime;
        Workers.Run(pieces, options.Threads, () => 0, (_, piece) => all.Copy(dense, piece * RowsAtATime, rows), cancel);
        return all;
    }

    /// <summary>Where to find a column's codes for a node of so many rows.</summary>
    /// <param name="all">The codes row by row, if there are such.</param>
    /// <param name="codes">The column's codes.</param>
    /// <param name="column">The column's number.</param>
    /// <param name="rows">The node's rows.</param>
    /// <param name="shift">By how much a row's number is shifted to tell how far from row 0 its code is.</param>
    /// <returns>The code of row 0.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref ushort First(CodeRows? all, ushort[] codes, int column, int rows, out int shift)
    {
        shift = 0;
        if (all is null || rows > MostRows) return ref MemoryMarshal.GetArrayDataReference(codes);
        shift = all._shift;
        return ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(all._codes), all._places[column]);
    }

    /// <summary>
    /// A bit for the place of each column that may be cut in a node: many are the same in all rows of a small one.
    /// </summary>
    public static ulong Varying(CodeRows? all, ReadOnlySpan<ulong> entries) =>
        all is null || all._held == 0 || entries.Length > MostRows ? ulong.MaxValue : all.Varying(entries);

    private ulong Varying(ReadOnlySpan<ulong> entries)
    {
        var varying = 0UL;
        // Rows are within the codes, and a row's codes are as many as are compared at once, or more.
        ref var codes = ref MemoryMarshal.GetArrayDataReference(_codes);
        for (var place = 0; place < 1 << _shift; place += Lanes)
        {
            var first = Vector256.LoadUnsafe(ref codes, (nuint)(Entry.Row(entries[0]) << _shift) + (nuint)place);
            var differs = Vector256<ushort>.Zero;
            foreach (var entry in entries)
                differs |= first ^ Vector256.LoadUnsafe(ref codes, ((nuint)(entry >> 32) << _shift) + (nuint)place);
            var same = Vector256.Equals(differs, Vector256<ushort>.Zero).ExtractMostSignificantBits();
            varying |= (ulong)(ushort)~same << place;
        }

        return varying & _held;
    }

    /// <summary>Whether a column may be cut.</summary>
    public static bool Varies(CodeRows? all, ulong varying, int column) =>
        varying == ulong.MaxValue || (varying >> all!._places[column] & 1) != 0;

    private void Copy(BinnedColumn[] dense, int first, int rows)
    {
        var end = Math.Min(first + RowsAtATime, rows);
        for (var place = 0; place < dense.Length; place++)
        {
            var codes = dense[place].Codes!;
            for (var row = first; row < end; row++) _codes[(row << _shift) + place] = codes[row];
        }
    }
}
