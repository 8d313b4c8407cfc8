using System.Buffers.Binary;

namespace SongGenre.Notebooks.Jupyter;

/// <summary>
/// The signatures of the latest messages: one that comes again was recorded by somebody and sent anew.
/// </summary>
internal sealed class RecentSignatures
{
    /// <summary>How many are remembered.</summary>
    public const int Capacity = 65_536;

    private readonly Lock gate = new();
    private readonly HashSet<UInt128> known = [];
    private readonly Queue<UInt128> order = new();

    /// <summary>Remembers a signature; false when it is one that is remembered already.</summary>
    /// <param name="signature">A signature that was found to be right: 64 hexadecimal digits.</param>
    public bool Add(ReadOnlySpan<byte> signature)
    {
        // Half of it: two that agree in 128 bits are not to be expected.
        var start = BinaryPrimitives.ReadUInt128BigEndian(Convert.FromHexString(signature));
        lock (gate)
        {
            if (!known.Add(start)) return false;
            order.Enqueue(start);
            if (order.Count > Capacity) known.Remove(order.Dequeue());
            return true;
        }
    }
}
