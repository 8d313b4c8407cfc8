using System.Buffers.Binary;
using System.Security.Cryptography;
using CsCheck;
using SongGenre.Forest;

namespace SongGenre.Tests.Forest;

public class RandomForestFileTests
{
    // Where the fields of a forest of two classes, one column and one tree lie.
    private const int Version = 8, Classes = 12, Columns = 16, TreeCount = 20, Criterion = 24, Depth = 28, IsBestFirst = 32;
    private const int Weight = 36, Importance = 52, Nodes = 60, RootColumn = 64, RootLeft = 68, RootThreshold = 72;
    private const int LeafCount = 84, LeafClass = 88, LeafRows = 90;

    private static readonly byte[] Sound = Trees.Bytes(Trees.Fit(
        Trees.Dense([1, 2]), [0, 1], 2, new() { Trees = 1, Bootstrap = false }));

    [Fact]
    public void The_offsets_of_these_tests_are_right()
    {
        Assert.Equal(1.5, BinaryPrimitives.ReadDoubleLittleEndian(Sound.AsSpan(RootThreshold)));
        Assert.Equal(1.0, BinaryPrimitives.ReadDoubleLittleEndian(Sound.AsSpan(Weight)));
        Assert.Equal(13, BinaryPrimitives.ReadInt32LittleEndian(Sound.AsSpan(Depth)));
        Assert.Equal(1, BinaryPrimitives.ReadInt32LittleEndian(Sound.AsSpan(LeafRows)));
        Assert.Equal(2, RandomForest.Load(new MemoryStream(Sound)).Leaves);
    }

    [Fact]
    public void Every_truncated_file_is_refused()
    {
        for (var length = 0; length < Sound.Length; length++) Refusal(Sound[..length]);
        Refusal([.. Sound, 0]);
    }

    [Fact]
    public void Every_changed_byte_is_noticed()
    {
        for (var i = 0; i < Sound.Length; i++)
        {
            var bytes = (byte[])Sound.Clone();
            bytes[i] ^= 0x41;
            Refusal(bytes);
        }
    }

    [Theory]
    [InlineData(Classes, 0, "it claims 0 classes")]
    [InlineData(Classes, int.MaxValue, "it claims 2147483647 classes")]
    [InlineData(Criterion, 2, "it claims 2 as its criterion")]
    [InlineData(Depth, -1, "it claims -1 levels of splits")]
    [InlineData(IsBestFirst, 2, "it claims 2 limits on leaves")]
    [InlineData(Columns, int.MaxValue, "it claims 2147483647 columns, more than it has room for")]
    [InlineData(Columns, -1, "it claims -1 columns")]
    [InlineData(TreeCount, int.MaxValue, "it claims 2147483647 trees, more than it has room for")]
    [InlineData(TreeCount, 0, "it claims 0 trees")]
    [InlineData(Nodes, int.MaxValue, "it claims 2147483647 nodes, more than it has room for")]
    [InlineData(Nodes, 0, "it claims 0 nodes")]
    [InlineData(Nodes, 1, "node 0 of tree 0 isn't sound")]
    [InlineData(RootColumn, 1, "node 0 of tree 0 isn't sound")]
    [InlineData(RootColumn, -2, "node 0 of tree 0 isn't sound")]
    [InlineData(RootLeft, 0, "node 0 of tree 0 isn't sound")]
    [InlineData(RootLeft, -5, "node 0 of tree 0 isn't sound")]
    [InlineData(RootLeft, 2, "node 0 of tree 0 isn't sound")]
    [InlineData(RootLeft, int.MaxValue, "node 0 of tree 0 isn't sound")]
    [InlineData(LeafCount, 0, "it claims 0 classes in a leaf")]
    [InlineData(LeafCount, 3, "it claims 3 classes in a leaf")]
    [InlineData(LeafRows, 0, "it claims 0 rows of a class in a leaf")]
    [InlineData(LeafRows, int.MaxValue, "the rows of tree 0 don't add up")]
    [InlineData(LeafRows, -1, "it claims -1 rows of a class in a leaf")]
    public void A_hostile_number_is_refused_even_if_the_checksum_fits(int at, int value, string expected)
    {
        var bytes = (byte[])Sound.Clone();
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(at), value);
        Assert.Equal($"m/trees.bin is damaged: {expected}; train the model again or restore the file.", Refusal(Signed(bytes)));
    }

    [Theory]
    [InlineData(RootThreshold, double.NaN, "node 0 of tree 0 isn't sound")]
    [InlineData(RootThreshold, double.NegativeInfinity, "node 0 of tree 0 isn't sound")]
    [InlineData(Importance, double.NaN, "one importance isn't from 0 to 1")]
    [InlineData(Weight, double.NaN, "a class's weight isn't from 0 to 1e18")]
    [InlineData(Weight, 1e308, "a class's weight isn't from 0 to 1e18")]
    [InlineData(Weight, -1.0, "a class's weight isn't from 0 to 1e18")]
    [InlineData(Weight, 0.0, "a leaf's rows weigh nothing")]
    public void A_hostile_fraction_is_refused_even_if_the_checksum_fits(int at, double value, string expected)
    {
        var bytes = (byte[])Sound.Clone();
        BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(at), value);
        Assert.Contains(expected, Refusal(Signed(bytes)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_class_out_of_range_is_refused()
    {
        var bytes = (byte[])Sound.Clone();
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(LeafClass), 9);
        Assert.Contains("out of order or range", Refusal(Signed(bytes)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_newer_version_says_so_whatever_follows()
    {
        var bytes = (byte[])Sound.Clone();
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(Version), 7);
        Assert.Equal("m/trees.bin is of format version 7; this program reads versions up to 2: update it.", Refusal(bytes));
    }

    [Fact]
    public void An_older_version_asks_for_a_new_training()
    {
        var bytes = (byte[])Sound.Clone();
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(Version), 1);
        Assert.Equal(
            "m/trees.bin is of format version 1, which this program reads no more; train the model again.", Refusal(bytes));
    }

    [Fact]
    public void Random_changes_below_a_fitting_checksum_never_do_more_than_refuse() =>
        Gen.Select(Gen.Int[8, Sound.Length - 33], Gen.Byte, Gen.Int[8, Sound.Length - 33], Gen.Byte).Sample(
            (first, a, second, b) =>
            {
                var bytes = (byte[])Sound.Clone();
                bytes[first] = a;
                bytes[second] = b;
                try
                {
                    RandomForest.Load(new MemoryStream(Signed(bytes))).On(Trees.Dense([1, 2, 3]));
                }
                catch (SongGenreException e)
                {
                    Assert.DoesNotContain('\n', e.Message);
                }
            },
            iter: 5000);

    [Fact]
    public void A_file_of_2_GB_is_refused_before_it_is_read()
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(file, Sound);
            using var stream = new FileStream(file, FileMode.Open);
            stream.SetLength(2L << 30);
            var before = GC.GetAllocatedBytesForCurrentThread();
            var message = Assert.Throws<SongGenreException>(() => RandomForest.Load(stream, "m/trees.bin")).Message;
            Assert.Equal("m/trees.bin is damaged: it is over 1 GB, which no saved forest is; train the model again or restore the file.", message);
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static byte[] Signed(byte[] bytes)
    {
        SHA256.HashData(bytes.AsSpan(0, bytes.Length - 32)).CopyTo(bytes, bytes.Length - 32);
        return bytes;
    }

    private static string Refusal(byte[] bytes)
    {
        var message = Assert.Throws<SongGenreException>(() => RandomForest.Load(new MemoryStream(bytes), "m/trees.bin")).Message;
        Assert.DoesNotContain('\n', message);
        return message;
    }
}
