namespace SongGenre;

/// <summary>The CRC-32 of IEEE 802.3 with the reflected polynomial EDB88320, as PNG and zip have it.</summary>
internal static class Crc32
{
    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(n => OfByte((uint)n))];

    /// <summary>The checksum of bytes that are given in one or two parts.</summary>
    public static uint Of(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> more = default) =>
        ~Continue(Continue(uint.MaxValue, bytes), more);

    private static uint Continue(uint crc, ReadOnlySpan<byte> bytes)
    {
        foreach (var one in bytes) crc = Table[(byte)crc ^ one] ^ (crc >> 8);
        return crc;
    }

    private static uint OfByte(uint n)
    {
        for (var bit = 0; bit < 8; bit++) n = (n & 1) != 0 ? 0xEDB88320 ^ (n >> 1) : n >> 1;
        return n;
    }
}
