using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Data.Analysis;

namespace SongGenre.Data;

/// <summary>Recognises a table by its content, whatever file it came from.</summary>
internal static class TableHash
{
    /// <summary>
    /// SHA-256 in lower-case hex over the columns of <c>data/dataset.json</c> in its order, each from the first row to
    /// the last. A missing value is the byte 0. Any other is the byte 1, then: of a double its 8 IEEE bytes and of an
    /// integer its 8 bytes, least significant first; of a text the number of its UTF-8 bytes as 4 bytes, least
    /// significant first, and those bytes. An empty text counts as missing, since CSV can't tell the two apart.
    /// </summary>
    public static string Compute(DataFrame table)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var column in DataSetCard.Embedded.Schema) hash.AppendData(Render(table.Columns[column.Name]));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>
    /// Fingerprints of single rows, by which a row is known again in any file: the first 8 bytes of the SHA-256 over
    /// the row's values in the columns of <c>data/dataset.json</c>, each rendered as in <see cref="Compute"/>.
    /// </summary>
    public static ulong[] OfRows(DataFrame table, ReadOnlySpan<int> rows)
    {
        const int piece = 1024;
        var columns = DataSetCard.Embedded.Schema.Select(column => table.Columns[column.Name]).ToArray();
        var fingerprints = new ulong[rows.Length];
        var all = rows.ToArray();
        Parallel.For(0, (all.Length + piece - 1) / piece, number =>
        {
            using var bytes = new MemoryStream();
            Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
            for (var i = number * piece; i < Math.Min(all.Length, (number + 1) * piece); i++)
            {
                bytes.SetLength(0);
                foreach (var column in columns) Render(column, all[i], bytes);
                SHA256.HashData(bytes.GetBuffer().AsSpan(0, (int)bytes.Length), hash);
                fingerprints[i] = BinaryPrimitives.ReadUInt64LittleEndian(hash);
            }
        });
        return fingerprints;
    }

    /// <summary>SHA-256 of a file's bytes in lower-case hex.</summary>
    public static string OfFile(string file)
    {
        using var stream = File.OpenRead(file);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    /// <summary>SHA-256 of bytes in lower-case hex.</summary>
    public static string OfBytes(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private static byte[] Render(DataFrameColumn column)
    {
        using var bytes = new MemoryStream();
        for (var row = 0L; row < column.Length; row++) Render(column, row, bytes);
        return bytes.ToArray();
    }

    private static void Render(DataFrameColumn column, long row, MemoryStream bytes)
    {
        Span<byte> number = stackalloc byte[8];
        var text = (column as StringDataFrameColumn)?[row];
        var missing = column is StringDataFrameColumn ? string.IsNullOrEmpty(text) : !column.IsValid(row);
        bytes.WriteByte(missing ? (byte)0 : (byte)1);
        if (missing) return;
        switch (column)
        {
            case StringDataFrameColumn:
                var encoded = Encoding.UTF8.GetBytes(text!);
                BinaryPrimitives.WriteInt32LittleEndian(number, encoded.Length);
                bytes.Write(number[..4]);
                bytes.Write(encoded);
                break;
            case DoubleDataFrameColumn doubles:
                BinaryPrimitives.WriteDoubleLittleEndian(number, doubles[row]!.Value);
                bytes.Write(number);
                break;
            default:
                BinaryPrimitives.WriteInt64LittleEndian(number, ((Int64DataFrameColumn)column)[row]!.Value);
                bytes.Write(number);
                break;
        }
    }
}
