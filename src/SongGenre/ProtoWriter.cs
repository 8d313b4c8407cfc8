using System.Text;

namespace SongGenre;

/// <summary>
/// Writes Protocol Buffers (the encoding of protobuf.dev) without holding the message in memory: a message comes after
/// its length, so what writes it runs twice, first into nothing to measure all lengths, then into the stream.
/// </summary>
internal sealed class ProtoWriter
{
    /// <summary>The longest message that readers of Protocol Buffers take: 2 GB less one byte.</summary>
    public const long LongestMessage = int.MaxValue;

    private const int Varints = 0;
    private const int Bytes = 2;

    private readonly List<long> _lengths = [];
    private byte[] _buffer = [];
    private Stream? _stream;
    private int _buffered;
    private int _message;
    private long _position;

    private ProtoWriter()
    {
    }

    /// <summary>Writes a message; <paramref name="write"/> must do the same each time that it is called.</summary>
    /// <returns>
    /// The message's length in bytes, which is above <see cref="LongestMessage"/> where nothing was written.
    /// </returns>
    public static long Write(Func<Stream> open, Action<ProtoWriter> write)
    {
        var writer = new ProtoWriter();
        write(writer);
        var length = writer._position;
        if (length > LongestMessage) return length;
        writer._position = 0;
        writer._buffer = new byte[64 * 1024];
        using (writer._stream = open())
        {
            write(writer);
            writer.Flush();
        }

        return length;
    }

    /// <summary>
    /// The bytes of a message that memory holds; <paramref name="write"/> must do the same each time that it is called.
    /// </summary>
    public static byte[] Encode(Action<ProtoWriter> write)
    {
        var writer = new ProtoWriter();
        write(writer);
        writer._buffer = new byte[writer._position];
        // All of it fits into the buffer, so nothing reaches the stream.
        (writer._position, writer._stream) = (0, Stream.Null);
        write(writer);
        return writer._buffer;
    }

    /// <summary>An integer, a truth or a name of an enumeration.</summary>
    public void Integer(int field, long value)
    {
        Tag(field, Varints);
        Varint((ulong)value);
    }

    /// <summary>A text.</summary>
    public void Text(int field, string text)
    {
        Tag(field, Bytes);
        Varint((ulong)Encoding.UTF8.GetByteCount(text));
        if (_stream is null) _position += Encoding.UTF8.GetByteCount(text);
        else Put(Encoding.UTF8.GetBytes(text));
    }

    /// <summary>A list of integers, packed.</summary>
    public void Integers(int field, IEnumerable<long> values) => Message(field, () =>
    {
        foreach (var value in values) Varint((ulong)value);
    });

    /// <summary>Bytes whose number is known before they are.</summary>
    public void Raw(int field, long length, Action<Action<ReadOnlySpan<byte>>> write)
    {
        Tag(field, Bytes);
        Varint((ulong)length);
        if (_stream is null) _position += length;
        else write(Put);
    }

    /// <summary>A message in the message, or whatever else comes after its length.</summary>
    public void Message(int field, Action write)
    {
        Tag(field, Bytes);
        if (_stream is not null)
        {
            Varint((ulong)_lengths[_message++]);
            write();
            return;
        }

        var slot = _lengths.Count;
        _lengths.Add(0);
        var start = _position;
        write();
        _lengths[slot] = _position - start;
        Varint((ulong)_lengths[slot]);
    }

    private void Tag(int field, int kind) => Varint((uint)((field << 3) | kind));

    private void Varint(ulong value)
    {
        Span<byte> bytes = stackalloc byte[10];
        var length = 0;
        for (; value >= 0x80; value >>= 7) bytes[length++] = (byte)(value | 0x80);
        bytes[length++] = (byte)value;
        Put(bytes[..length]);
    }

    private void Put(ReadOnlySpan<byte> bytes)
    {
        _position += bytes.Length;
        if (_stream is null) return;
        if (bytes.Length > _buffer.Length - _buffered) Flush();
        if (bytes.Length > _buffer.Length)
        {
            _stream.Write(bytes);
            return;
        }

        bytes.CopyTo(_buffer.AsSpan(_buffered));
        _buffered += bytes.Length;
    }

    private void Flush()
    {
        _stream!.Write(_buffer, 0, _buffered);
        _buffered = 0;
    }
}
