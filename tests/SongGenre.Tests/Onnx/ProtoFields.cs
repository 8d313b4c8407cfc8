using System.Text;

namespace SongGenre.Tests.Onnx;

/// <summary>Reads a Protocol Buffers message's fields as the format's documentation has them.</summary>
internal static class ProtoFields
{
    /// <summary>The bytes of each field of that number.</summary>
    public static IEnumerable<byte[]> Of(byte[] message, int number)
    {
        for (var at = 0; at < message.Length;)
        {
            var tag = Varint(message, ref at);
            var start = at;
            if ((tag & 7) == 0)
            {
                Varint(message, ref at);
            }
            else
            {
                Assert.Equal(2, tag & 7);
                var length = Varint(message, ref at);
                start = at;
                at += (int)length;
            }

            if (tag >> 3 == number) yield return message[start..at];
        }
    }

    public static string Text(byte[] message, int number) =>
        Encoding.UTF8.GetString([.. Of(message, number).SelectMany(bytes => bytes)]);

    public static long Integer(byte[] message, int number)
    {
        var at = 0;
        return Varint(Assert.Single(Of(message, number)), ref at);
    }

    private static long Varint(byte[] bytes, ref int at)
    {
        long value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var next = bytes[at++];
            value |= (long)(next & 0x7F) << shift;
            if (next < 0x80) return value;
        }
    }
}
