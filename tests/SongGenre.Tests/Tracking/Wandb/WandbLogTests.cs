using SongGenre.Tests.Data;
using SongGenre.Tracking.Wandb;

namespace SongGenre.Tests.Tracking.Wandb;

public sealed class WandbLogTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_checksum_of_the_nine_digits_is_the_published_one() =>
        Assert.Equal(0xCBF43926, Crc32.Of("123456789"u8));

    // The first block has 32,768 bytes, of which the file's header takes 7 and a chunk's header 7: a first record of
    // 32,754 bytes fills it.
    [Theory]
    [InlineData(new[] { 32754, 3 }, "7:1:32754 32768:1:3")]
    [InlineData(new[] { 32748, 3 }, "7:1:32748 32768:1:3")] // 6 bytes left: zeros
    [InlineData(new[] { 32747, 3 }, "7:1:32747 32761:2:0 32768:4:3")] // 7 bytes left: a chunk without data
    [InlineData(new[] { 32746, 3 }, "7:1:32746 32760:2:1 32768:4:2")] // one byte of the record is in the first block
    [InlineData(new[] { 32755 }, "7:2:32754 32768:4:1")] // one byte of the record is in the second block
    [InlineData(new[] { 32754, 32761, 1 }, "7:1:32754 32768:1:32761 65536:1:1")] // a later block has 7 bytes more
    [InlineData(new[] { 32754, 32762 }, "7:1:32754 32768:2:32761 65536:4:1")]
    public void Records_are_cut_at_the_edges_of_blocks(int[] lengths, string chunks)
    {
        var (file, records) = Write(lengths);
        var found = WandbFile.Chunks(file).Select(chunk => $"{chunk.Offset}:{chunk.Type}:{chunk.Data.Length}");
        Assert.Equal(chunks, string.Join(' ', found));
        Assert.Equal(Hex(records), Hex(WandbFile.Records(file)));
    }

    [Fact]
    public void Five_megabytes_are_one_record_of_161_chunks()
    {
        // 32,754 bytes in the first block, 159 blocks of 32,761, and 1,127 in the last.
        var (file, records) = Write([5 * 1024 * 1024]);
        var chunks = WandbFile.Chunks(file).ToList();
        Assert.Equal([2, .. Enumerable.Repeat(3, 159), 4], chunks.Select(chunk => chunk.Type));
        Assert.Equal(1127, chunks[^1].Data.Length);
        Assert.Equal(Hex(records), Hex(WandbFile.Records(file)));
    }

    [Fact]
    public void Where_it_is_flushed_does_not_show()
    {
        int[] lengths = [100, 40_000, 0, 7, 32_700, 60_000];
        Assert.Equal(Write(lengths).File, Write(lengths, log => log.Flush()).File);
    }

    // Arrays in lists are compared item by item, which takes long for millions.
    private static IEnumerable<string> Hex(IEnumerable<byte[]> records) => records.Select(Convert.ToHexString);

    private (byte[] File, List<byte[]> Records) Write(int[] lengths, Action<WandbLog>? afterEach = null)
    {
        var file = _folder[Path.GetRandomFileName()];
        var random = new Random(5);
        List<byte[]> records = [];
        using (var log = new WandbLog(file))
        {
            foreach (var length in lengths)
            {
                var record = new byte[length];
                random.NextBytes(record);
                records.Add(record);
                log.Append(record);
                afterEach?.Invoke(log);
            }

            log.Flush();
        }

        return (File.ReadAllBytes(file), records);
    }
}
