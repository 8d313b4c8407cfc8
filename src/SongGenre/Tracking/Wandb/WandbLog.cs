using System.Buffers;
using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace SongGenre.Tracking.Wandb;

/// <summary>
/// A file of records in LevelDB's log format (https://github.com/google/leveldb/blob/main/doc/log_format.md), with
/// the header and the plain CRC-32 of Weights &amp; Biases: blocks of 32 KiB counted from the file's start.
/// Records wait in memory until they are flushed; what a flush could not write stays for the next one.
/// </summary>
internal sealed class WandbLog : IDisposable
{
    private const int BlockBytes = 32 * 1024;
    private const int ChunkHeaderBytes = 7;

    private readonly SafeFileHandle _file;
    private readonly ArrayBufferWriter<byte> _pending = new();
    private long _written;

    /// <summary>Creates the file, which must not exist.</summary>
    public WandbLog(string file)
    {
        _file = File.OpenHandle(file, FileMode.CreateNew, FileAccess.Write, FileShare.Read);
        _pending.Write((ReadOnlySpan<byte>)[0x3A, 0x57, 0x26, 0x42, 0xE1, 0xBE, 0x00]);
    }

    /// <summary>How many bytes wait for a flush.</summary>
    public int Pending => _pending.WrittenCount;

    /// <summary>Adds a record.</summary>
    public void Append(ReadOnlySpan<byte> record)
    {
        var isFirst = true;
        do
        {
            var left = BlockBytes - (int)((_written + Pending) % BlockBytes);
            if (left < ChunkHeaderBytes)
            {
                _pending.Write("\0\0\0\0\0\0"u8[..left]);
                left = BlockBytes;
            }

            var part = record[..Math.Min(record.Length, left - ChunkHeaderBytes)];
            record = record[part.Length..];
            Write((isFirst, record.IsEmpty) switch
            {
                (true, true) => ChunkType.Full,
                (true, false) => ChunkType.First,
                (false, false) => ChunkType.Middle,
                (false, true) => ChunkType.Last,
            }, part);
            isFirst = false;
        }
        while (!record.IsEmpty);
    }

    /// <summary>Hands all records to the operating system, which keeps them when the process is killed.</summary>
    public void Flush()
    {
        // A failed write may have written a part: it is written anew from the same place.
        RandomAccess.Write(_file, _pending.WrittenSpan, _written);
        _written += Pending;
        _pending.ResetWrittenCount();
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private void Write(ChunkType type, ReadOnlySpan<byte> data)
    {
        var header = _pending.GetSpan(ChunkHeaderBytes);
        BinaryPrimitives.WriteUInt32LittleEndian(header, Crc32.Of([(byte)type], data));
        BinaryPrimitives.WriteUInt16LittleEndian(header[4..], (ushort)data.Length);
        header[6] = (byte)type;
        _pending.Advance(ChunkHeaderBytes);
        _pending.Write(data);
    }

    private enum ChunkType : byte
    {
        Full = 1,
        First = 2,
        Middle = 3,
        Last = 4,
    }
}
