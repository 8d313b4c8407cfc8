using System.Buffers.Binary;
using System.Text;
using SongGenre.Tests.Onnx;

namespace SongGenre.Tests.Tracking.Wandb;

/// <summary>Reads a .wandb file as LevelDB's log_format.md and the fields of Weights &amp; Biases have it.</summary>
internal static class WandbFile
{
    private const int Block = 32768;

    /// <summary>Reads the one .wandb file of a run's folder, also while it is written.</summary>
    public static byte[] BytesIn(string folder)
    {
        var file = Assert.Single(Directory.GetFiles(folder, "run-*.wandb"));
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    /// <summary>The chunks up to the last whole one.</summary>
    public static IEnumerable<(int Offset, int Type, byte[] Data)> Chunks(byte[] file)
    {
        Assert.Equal("3A572642E1BE00", Convert.ToHexString(file, 0, 7));
        for (var at = 7; ;)
        {
            var left = Block - (at % Block);
            if (left < 7)
            {
                Assert.All(file[at..Math.Min(at + left, file.Length)], pad => Assert.Equal(0, pad));
                at += left;
            }

            if (at + 7 > file.Length) yield break;
            var length = BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(at + 4));
            Assert.True((at % Block) + 7 + length <= Block, "a chunk crosses a block");
            var end = at + 7 + length;
            if (end > file.Length) yield break;
            Assert.Equal(BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at)), Crc(file.AsSpan((at + 6)..end)));
            yield return (at, file[at + 6], file[(at + 7)..end]);
            at = end;
        }
    }

    /// <summary>The records up to the last whole one, each with the offset of its end.</summary>
    public static IEnumerable<(byte[] Bytes, int End)> RecordsWithEnds(byte[] file)
    {
        List<byte>? open = null;
        foreach (var (offset, type, data) in Chunks(file))
        {
            Assert.InRange(type, 1, 4);
            Assert.Equal(type is 3 or 4, open is not null);
            open ??= [];
            open.AddRange(data);
            if (type is 2 or 3) continue;
            yield return ([.. open], offset + 7 + data.Length);
            open = null;
        }
    }

    public static List<byte[]> Records(byte[] file) => [.. RecordsWithEnds(file).Select(record => record.Bytes)];

    public static List<byte[]> RecordsIn(string folder) => Records(BytesIn(folder));

    /// <summary>The number of the field that says of what kind a record is.</summary>
    public static int Kind(byte[] record) => Assert.Single(
        Enumerable.Range(2, 30), field => ProtoFields.Of(record, field).Any());

    /// <summary>The records of a kind, without what all records have.</summary>
    public static List<byte[]> OfKind(IEnumerable<byte[]> records, int kind) =>
        [.. records.SelectMany(record => ProtoFields.Of(record, kind))];

    /// <summary>The items of a configuration, a summary or a history row: key to JSON.</summary>
    public static Dictionary<string, string> Items(byte[] message) => ProtoFields.Of(message, 1).ToDictionary(
        item => ProtoFields.Text(item, 1), item => ProtoFields.Text(item, 16));

    public static string[] Texts(byte[] message, int field) =>
        [.. ProtoFields.Of(message, field).Select(Encoding.UTF8.GetString)];

    // Bit by bit, as the polynomial is defined.
    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var one in bytes)
        {
            crc ^= one;
            for (var bit = 0; bit < 8; bit++) crc = (crc >> 1) ^ (0xEDB88320 & (uint)-(int)(crc & 1));
        }

        return ~crc;
    }
}
