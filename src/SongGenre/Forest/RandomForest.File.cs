using System.Globalization;
using System.Security.Cryptography;

namespace SongGenre.Forest;

/// <content>
/// Saving and loading. All numbers are little-endian: 8 bytes <c>SGFOREST</c>, the format's version, classes, columns, trees,
/// criterion, greatest depth (0 for no limit), whether leaves were limited (4 bytes each), the classes' weights and the
/// importances (8 bytes each), the trees, and the SHA-256 of all that. A tree is its number of nodes (4 bytes) and the
/// nodes: column, left child (4 bytes each) and threshold (8), or −1, the number of classes present (4 bytes each) and for
/// each its number (2) and how often rows of it were drawn (4).
/// </content>
public sealed partial class RandomForest
{
    private const int Version = 2;
    private const int HeaderBytes = 8 + (7 * sizeof(int));
    private const int SmallestTree = 4 + 4 + 4 + 2 + 4;

    /// <summary>The most bytes that a saved forest may have: 1 GB.</summary>
    internal const long LongestFile = 1L << 30;

    private static ReadOnlySpan<byte> Magic => "SGFOREST"u8;

    /// <summary>Writes the forest; <see cref="Load"/> reads it back.</summary>
    /// <exception cref="SongGenreException">The forest needs more than 1 GB.</exception>
    public void Save(Stream stream)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var buffer = new MemoryStream();
        using var writer = new BinaryWriter(buffer);
        var written = 0L;
        writer.Write(Magic);
        writer.Write(Version);
        writer.Write(Classes);
        writer.Write(Columns);
        writer.Write(Trees);
        writer.Write((int)_origin.Criterion);
        writer.Write(_origin.MaxDepth ?? 0);
        writer.Write(_origin.IsBestFirst ? 1 : 0);
        foreach (var weight in _origin.ClassWeights) writer.Write(weight);
        foreach (var importance in _importances) writer.Write(importance);
        Flush();
        foreach (var tree in _trees)
        {
            Write(tree, writer);
            Flush();
        }

        stream.Write(hash.GetHashAndReset());

        void Flush()
        {
            written += buffer.Length;
            if (written > LongestFile - SHA256.HashSizeInBytes)
                throw new SongGenreException("The forest needs more than 1 GB and couldn't be loaded again; use fewer or smaller trees.");
            var bytes = buffer.GetBuffer().AsSpan(0, (int)buffer.Length);
            hash.AppendData(bytes);
            stream.Write(bytes);
            buffer.SetLength(0);
        }
    }

    /// <summary>Reads a forest that <see cref="Save"/> wrote. It predicts bit for bit what the saved one did.</summary>
    /// <param name="stream">The forest up to the stream's end; it must be seekable.</param>
    /// <param name="name">What messages call the stream, such as its file.</param>
    /// <exception cref="SongGenreException">The stream isn't a whole, undamaged forest of a known version.</exception>
    public static RandomForest Load(Stream stream, string name = "The forest")
    {
        var length = stream.Length - stream.Position;
        var header = (stackalloc byte[HeaderBytes]);
        header = header[..stream.ReadAtLeast(header, HeaderBytes, throwOnEndOfStream: false)];
        if (!header.StartsWith(Magic)) throw new SongGenreException($"{name} is no random forest; name a folder that 'train' wrote.");
        var body = length - SHA256.HashSizeInBytes;
        var reader = new ForestReader(header[Magic.Length..], name, following: body - HeaderBytes);
        var version = reader.Int32();
        if (version > Version)
        {
            throw new SongGenreException(string.Create(CultureInfo.InvariantCulture,
                $"{name} is of format version {version}; this program reads versions up to {Version}: update it."));
        }

        if (version < Version)
        {
            throw new SongGenreException(string.Create(CultureInfo.InvariantCulture,
                $"{name} is of format version {version}, which this program reads no more; train the model again."));
        }

        if (length > LongestFile) throw reader.Damaged("it is over 1 GB, which no saved forest is");
        var classes = reader.Count("classes", 1, Entry.MaxClasses);
        var columns = reader.Count("columns", 1);
        var trees = reader.Count("trees", 1);
        var criterion = (Criterion)reader.Count("as its criterion", 0, (int)Criterion.Entropy);
        var maxDepth = reader.Count("levels of splits", 0);
        var isBestFirst = reader.Count("limits on leaves", 0, 1) == 1;
        reader.Require(classes, sizeof(double), "class weights");
        reader.Require(columns, sizeof(double), "columns");
        reader.Require(trees, SmallestTree, "trees");

        var bytes = new byte[length];
        header.CopyTo(bytes);
        stream.ReadExactly(bytes.AsSpan(HeaderBytes));
        var end = (int)body;
        if (!SHA256.HashData(bytes.AsSpan(0, end)).AsSpan().SequenceEqual(bytes.AsSpan(end)))
            throw reader.Damaged("its checksum doesn't fit");

        reader = new(bytes.AsSpan(HeaderBytes, end - HeaderBytes), name);
        var weights = new double[classes];
        foreach (ref var weight in weights.AsSpan()) weight = reader.Weight();
        var importances = new double[columns];
        foreach (ref var importance in importances.AsSpan()) importance = reader.Share("importance");
        var read = new DecisionTree[trees];
        for (var t = 0; t < trees; t++) read[t] = reader.Tree(weights, columns, t);
        if (!reader.AtEnd) throw reader.Damaged("bytes follow its last tree");
        var origin = new ForestOrigin(weights, criterion, maxDepth == 0 ? null : maxDepth, isBestFirst);
        return new(classes, read, importances, null, origin);
    }

    private static void Write(DecisionTree tree, BinaryWriter writer)
    {
        writer.Write(tree.Nodes.Length);
        foreach (var node in tree.Nodes)
        {
            writer.Write(node.Column);
            if (node.Column >= 0)
            {
                writer.Write(node.Left);
                writer.Write(node.Threshold);
                continue;
            }

            var (start, end) = (tree.LeafStarts[node.Left], tree.LeafStarts[node.Left + 1]);
            writer.Write(end - start);
            for (var i = start; i < end; i++)
            {
                writer.Write(tree.Classes[i]);
                writer.Write(tree.Counts[i]);
            }
        }
    }
}
