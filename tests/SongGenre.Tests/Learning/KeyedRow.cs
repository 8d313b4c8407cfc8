using Microsoft.ML.Data;

namespace SongGenre.Tests.Learning;

/// <summary>A row whose label is a bare key, in rows counted from 0 and missing where it is above the last.</summary>
internal sealed class KeyedRow
{
    public const uint Missing = 3;

    [KeyType(3)]
    public uint Label { get; set; }

    [VectorType(2)]
    public float[] Features { get; set; } = [];

    public static KeyedRow[] Draw(int rows)
    {
        var random = new Random(7);
        return
        [
            .. Enumerable.Range(0, rows).Select(i => new KeyedRow
            {
                Label = (uint)(i % 3),
                Features = [random.NextSingle() + (i % 3), random.NextSingle()],
            }),
        ];
    }
}
