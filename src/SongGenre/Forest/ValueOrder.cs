using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SongGenre.Forest;

/// <summary>
/// Sorts columns one after the other and knows where each value came from. Holds working memory, so each thread needs one
/// of its own.
/// </summary>
internal sealed class ValueOrder
{
    private const int DigitBits = 11;
    private const int Digits = 1 << DigitBits;
    private const int Passes = (64 + DigitBits - 1) / DigitBits;

    private readonly int[] _starts = new int[Passes * Digits];
    private ulong[] _keys = [];
    private ulong[] _sortedKeys = [];
    private int[] _places = [];
    private int[] _sortedPlaces = [];

    /// <summary>The place of each sorted value among those that were given.</summary>
    public ReadOnlySpan<int> Places => _places;

    /// <summary>A sorted value. Zeros of both signs are one value.</summary>
    public double this[int i] => OfKey(_keys[i]);

    /// <summary>
    /// Sorts finite values: many of them digit after digit, from the lowest on, but for digits that all share.
    /// </summary>
    /// <param name="values">The values.</param>
    /// <param name="cancel">Stops it between two digits; what was sorted before is lost.</param>
    public void Sort(ReadOnlySpan<double> values, CancellationToken cancel)
    {
        if (_keys.Length < values.Length)
        {
            _keys = GC.AllocateUninitializedArray<ulong>(values.Length);
            _sortedKeys = GC.AllocateUninitializedArray<ulong>(values.Length);
            _places = GC.AllocateUninitializedArray<int>(values.Length);
            _sortedPlaces = GC.AllocateUninitializedArray<int>(values.Length);
        }

        for (var i = 0; i < values.Length; i++)
        {
            _keys[i] = KeyOf(values[i]);
            _places[i] = i;
        }

        if (values.Length < Digits) Array.Sort(_keys, _places, 0, values.Length);
        else SortDigits(_keys.AsSpan(0, values.Length), cancel);
    }

    private void SortDigits(ReadOnlySpan<ulong> keys, CancellationToken cancel)
    {
        Array.Clear(_starts);
        // A digit is below their number, and each value gets a place of its own.
        ref var starts = ref MemoryMarshal.GetArrayDataReference(_starts);
        foreach (var key in keys)
            for (var pass = 0; pass < Passes; pass++) Unsafe.Add(ref starts, (pass * Digits) + Digit(key, pass))++;

        var (first, count) = (keys[0], keys.Length);
        for (var pass = 0; pass < Passes; pass++)
        {
            var ofPass = _starts.AsSpan(pass * Digits, Digits);
            if (ofPass[Digit(first, pass)] == count) continue;
            cancel.ThrowIfCancellationRequested();
            Move(count, pass, ofPass);
        }
    }

    private void Move(int count, int pass, Span<int> starts)
    {
        var before = 0;
        foreach (ref var start in starts) (start, before) = (before, before + start);
        ref var next = ref MemoryMarshal.GetReference(starts);
        ref var sortedKeys = ref MemoryMarshal.GetArrayDataReference(_sortedKeys);
        ref var sortedPlaces = ref MemoryMarshal.GetArrayDataReference(_sortedPlaces);
        var keys = _keys.AsSpan(0, count);
        var places = _places.AsSpan(0, count);
        for (var i = 0; i < keys.Length; i++)
        {
            var to = Unsafe.Add(ref next, Digit(keys[i], pass))++;
            Unsafe.Add(ref sortedKeys, to) = keys[i];
            Unsafe.Add(ref sortedPlaces, to) = places[i];
        }

        (_keys, _sortedKeys) = (_sortedKeys, _keys);
        (_places, _sortedPlaces) = (_sortedPlaces, _places);
    }

    private static int Digit(ulong key, int pass) => (int)(key >> (pass * DigitBits)) & (Digits - 1);

    // Ascending like the values: the bits of what is at least 0 after those of what is below, which descend.
    private static ulong KeyOf(double value)
    {
        var bits = BitConverter.DoubleToInt64Bits(value + 0.0);
        return (ulong)(bits ^ ((bits >> 63) | long.MinValue));
    }

    private static double OfKey(ulong key)
    {
        var bits = (long)key;
        return BitConverter.Int64BitsToDouble(bits ^ (~(bits >> 63) | long.MinValue));
    }
}
