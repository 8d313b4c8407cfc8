using System.Buffers.Binary;

namespace SongGenre.Tracking.Wandb;

/// <summary>A picture among the values of a step; it is shown in the run's media panels.</summary>
public sealed class WandbPicture
{
    private const int HeaderBytes = 24;

    /// <summary>Takes a PNG file's bytes.</summary>
    /// <exception cref="SongGenreException">They are not a PNG file's.</exception>
    public WandbPicture(byte[] png, string? caption = null)
    {
        if (png.Length < HeaderBytes || !png.AsSpan().StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47]))
            throw new SongGenreException("A picture for Weights & Biases is no PNG file; give the bytes of one.");
        Png = png;
        Caption = caption;
        // The header chunk comes first, and width and height come first in it (https://www.w3.org/TR/png-3/#11IHDR).
        Width = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16));
        Height = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(20));
    }

    /// <summary>The PNG file's bytes.</summary>
    public byte[] Png { get; }

    /// <summary>The text under the picture; null for none.</summary>
    public string? Caption { get; }

    /// <summary>Pixels in a row.</summary>
    public int Width { get; }

    /// <summary>Rows of pixels.</summary>
    public int Height { get; }
}
