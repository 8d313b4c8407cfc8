using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;

namespace SongGenre.Forest;

/// <summary>Reads a saved forest's numbers and believes none of them: no size is used before it was held against what is left.</summary>
internal ref struct ForestReader(ReadOnlySpan<byte> bytes, string name, long following = 0)
{
    private const double ShareTolerance = 1e-9;
    private const double MostWeight = 1e18;
    private ReadOnlySpan<byte> _left = bytes;
    private long _draws;

    public readonly bool AtEnd => _left.IsEmpty;

    public readonly SongGenreException Damaged(string why) => new($"{name} is damaged: {why}; train the model again or restore the file.");

    public int Int32() => BinaryPrimitives.ReadInt32LittleEndian(Take(sizeof(int)));

    public int Count(string what, int least, int most = int.MaxValue)
    {
        var count = Int32();
        return count >= least && count <= most
            ? count
            : throw Damaged(string.Create(CultureInfo.InvariantCulture, $"it claims {count} {what}"));
    }

    /// <summary>A number from 0 to 1.</summary>
    public double Share(string what)
    {
        var share = BinaryPrimitives.ReadDoubleLittleEndian(Take(sizeof(double)));
        return share is >= 0 and <= 1 + ShareTolerance ? share : throw Damaged($"one {what} isn't from 0 to 1");
    }

    /// <summary>A class's weight: from 0 to 1e18, which no training gives.</summary>
    public double Weight()
    {
        var weight = BinaryPrimitives.ReadDoubleLittleEndian(Take(sizeof(double)));
        return weight is >= 0 and <= MostWeight ? weight : throw Damaged("a class's weight isn't from 0 to 1e18");
    }

    /// <summary>Refuses to go on if <paramref name="count"/> pieces can't be left.</summary>
    public readonly void Require(int count, int bytesEach, string what)
    {
        if ((long)count * bytesEach > _left.Length + following)
            throw Damaged(string.Create(CultureInfo.InvariantCulture, $"it claims {count} {what}, more than it has room for"));
    }

    public DecisionTree Tree(double[] weights, int columns, int number)
    {
        var count = Count("nodes", 1);
        Require(count, 2 * sizeof(int), "nodes");
        var nodes = new TreeNode[count];
        var isChild = new bool[count];
        isChild[0] = true;
        List<int> leafStarts = [0];
        List<ushort> leafClasses = [];
        List<int> leafCounts = [];
        for (var n = 0; n < count; n++)
        {
            var column = Int32();
            if (column == -1)
            {
                Leaf(weights, leafClasses, leafCounts);
                nodes[n] = TreeNode.Leaf(leafStarts.Count - 1, CollectionsMarshal.AsSpan(leafClasses)[leafStarts[^1]..]);
                leafStarts.Add(leafClasses.Count);
                continue;
            }

            var left = Int32();
            var threshold = BinaryPrimitives.ReadDoubleLittleEndian(Take(sizeof(double)));
            // Children behind their parents, and each with one parent only: what fulfils that has no cycle.
            var isSound = column >= 0 && column < columns && double.IsFinite(threshold)
                && left > n && left < count - 1 && !isChild[left] && !isChild[left + 1];
            if (!isSound) throw Damaged(string.Create(CultureInfo.InvariantCulture, $"node {n} of tree {number} isn't sound"));
            isChild[left] = isChild[left + 1] = true;
            nodes[n] = new(column, left, threshold);
        }

        // All trees of a forest see as many rows.
        var draws = leafCounts.Sum(count => (long)count);
        if (_draws == 0) _draws = draws;
        if (draws != _draws || draws > int.MaxValue)
            throw Damaged(string.Create(CultureInfo.InvariantCulture, $"the rows of tree {number} don't add up"));

        return Array.IndexOf(isChild, false) < 0
            ? new(nodes, [.. leafStarts], [.. leafClasses], [.. leafCounts], weights)
            : throw Damaged(string.Create(CultureInfo.InvariantCulture, $"tree {number} has nodes that belong to no other"));
    }

    private void Leaf(double[] weights, List<ushort> leafClasses, List<int> leafCounts)
    {
        var present = Count("classes in a leaf", 1, weights.Length);
        Require(present, sizeof(ushort) + sizeof(int), "classes in a leaf");
        var (last, weight) = (-1, 0.0);
        for (var i = 0; i < present; i++)
        {
            int @class = BinaryPrimitives.ReadUInt16LittleEndian(Take(sizeof(ushort)));
            var count = Count("rows of a class in a leaf", 1);
            if (@class <= last || @class >= weights.Length) throw Damaged("a leaf's classes are out of order or range");
            leafClasses.Add((ushort)@class);
            leafCounts.Add(count);
            last = @class;
            weight += weights[@class] * count;
        }

        if (!(weight > 0)) throw Damaged("a leaf's rows weigh nothing");
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (_left.Length < count) throw Damaged("it ends too early");
        var taken = _left[..count];
        _left = _left[count..];
        return taken;
    }
}
