using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace SongGenre.Charts;

/// <summary>
/// PNG with a palette of 256 colours (https://www.w3.org/TR/png-3/), a third to a half of the size of the true-colour PNG that Skia
/// writes: charts are flat colours and their edges, and pictures are kept under version control.
/// </summary>
internal static class IndexedPng
{
    private const int MostColors = 256;

    /// <summary>Encodes opaque pixels.</summary>
    /// <param name="pixels">Rows of R, G, B, ignored alpha.</param>
    /// <param name="width">Pixels in a row.</param>
    /// <param name="height">Rows.</param>
    internal static byte[] Encode(ReadOnlySpan<byte> pixels, int width, int height)
    {
        var counts = new Dictionary<int, int>();
        for (var i = 0; i < pixels.Length; i += 4)
            counts[ColorAt(pixels, i)] = counts.GetValueOrDefault(ColorAt(pixels, i)) + 1;

        var (palette, indexes) = PaletteOf(counts);

        using var image = new MemoryStream();
        using (var zip = new ZLibStream(image, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            var row = new byte[width + 1]; // starts with the row's filter: none
            for (var y = 0; y < height; y++)
            {
                for (var x = 0; x < width; x++)
                    row[x + 1] = indexes[ColorAt(pixels, 4 * ((y * width) + x))];
                zip.Write(row);
            }
        }

        using var png = new MemoryStream();
        png.Write([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        header[8] = 8; // bits per pixel
        header[9] = 3; // indexed colour
        Write(png, "IHDR", header);
        Write(png, "PLTE", [.. palette.SelectMany(color => new[] { (byte)(color >> 16), (byte)(color >> 8), (byte)color })]);
        Write(png, "IDAT", image.ToArray());
        Write(png, "IEND", []);
        return png.ToArray();
    }

    private static int ColorAt(ReadOnlySpan<byte> pixels, int at) =>
        (pixels[at] << 16) | (pixels[at + 1] << 8) | pixels[at + 2];

    /// <summary>
    /// Takes, one after the other, the colour whose pixels are farthest from what is taken already: areas come first and stay
    /// as they are, antialiased edges and the steps of a colour bar share what is left.
    /// </summary>
    private static (List<int> Palette, Dictionary<int, byte> Indexes) PaletteOf(Dictionary<int, int> counts)
    {
        int[] colors = [.. counts.OrderByDescending(color => color.Value).ThenBy(color => color.Key).Select(color => color.Key)];
        int[] weights = [.. colors.Select(color => counts[color])];
        var (distances, nearest) = (new int[colors.Length], new byte[colors.Length]);
        Array.Fill(distances, int.MaxValue);

        List<int> palette = [];
        for (var next = 0; palette.Count < MostColors && distances[next] > 0;)
        {
            var taken = colors[next];
            long worst = -1;
            for (var i = 0; i < colors.Length; i++)
            {
                if (Distance(colors[i], taken) is var distance && distance < distances[i])
                    (distances[i], nearest[i]) = (distance, (byte)palette.Count);
                if ((long)distances[i] * weights[i] is var error && error > worst)
                    (worst, next) = (error, i);
            }

            palette.Add(taken);
        }

        return (palette, colors.Index().ToDictionary(color => color.Item, color => nearest[color.Index]));
    }

    private static int Distance(int a, int b)
    {
        var (r, g, blue) = ((a >> 16) - (b >> 16), ((a >> 8) & 255) - ((b >> 8) & 255), (a & 255) - (b & 255));
        return (r * r) + (g * g) + (blue * blue);
    }

    private static void Write(MemoryStream png, string type, byte[] data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        png.Write(number);
        byte[] chunk = [.. Encoding.ASCII.GetBytes(type), .. data];
        png.Write(chunk);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc32.Of(chunk));
        png.Write(number);
    }
}
