using System.Runtime.InteropServices;
using SongGenre.Forest;

namespace SongGenre.Benchmarks.Compare;

/// <summary>
/// A matrix in files that every language reads without a library: compressed sparse columns, little-endian. Beside
/// PATH.values (doubles) stand PATH.rows (their rows, 32-bit) and PATH.starts (where each column starts,
/// 32-bit, and the end). A column that has a value for each row is dense.
/// </summary>
internal static class MatrixFile
{
    /// <summary>Writes a matrix.</summary>
    public static void Write(string path, ColumnMatrix x)
    {
        var starts = new int[x.Columns.Count + 1];
        int[] all = [.. Enumerable.Range(0, x.Rows)];
        using var values = File.Create(path + ".values");
        using var rows = File.Create(path + ".rows");
        for (var c = 0; c < x.Columns.Count; c++)
        {
            var column = x.Columns[c];
            starts[c + 1] = checked(starts[c] + column.Values.Length);
            values.Write(MemoryMarshal.AsBytes(column.Values.AsSpan()));
            rows.Write(MemoryMarshal.AsBytes((column.Indices ?? all).AsSpan()));
        }

        WriteAll(path + ".starts", starts);
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static ColumnMatrix Read(string path, int rows)
    {
        var starts = ReadAll<int>(path + ".starts");
        var columns = new Column[starts.Length - 1];
        using var values = File.OpenRead(path + ".values");
        using var indices = File.OpenRead(path + ".rows");
        for (var c = 0; c < columns.Length; c++)
        {
            var count = starts[c + 1] - starts[c];
            var of = Next<double>(values, count);
            var at = Next<int>(indices, count);
            columns[c] = count == rows ? Column.Dense(of) : Column.Sparse(rows, at, of);
        }

        return new(rows, columns);
    }

    /// <summary>Writes numbers, one after the other.</summary>
    public static void WriteAll<T>(string file, T[] numbers)
        where T : unmanaged
    {
        using var stream = File.Create(file);
        stream.Write(MemoryMarshal.AsBytes(numbers.AsSpan()));
    }

    /// <summary>Reads a file of numbers.</summary>
    public static T[] ReadAll<T>(string file)
        where T : unmanaged
    {
        using var stream = File.OpenRead(file);
        return Next<T>(stream, (int)(stream.Length / Marshal.SizeOf<T>()));
    }

    private static T[] Next<T>(FileStream stream, int count)
        where T : unmanaged
    {
        var numbers = new T[count];
        stream.ReadExactly(MemoryMarshal.AsBytes(numbers.AsSpan()));
        return numbers;
    }
}
