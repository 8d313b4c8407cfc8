using System.Globalization;

namespace SongGenre.Notebooks.Runner;

/// <summary>Limits in the words of messages.</summary>
internal static class Amount
{
    /// <summary>Whole MB (of 1024 × 1024 bytes), or bytes where that isn't exact.</summary>
    public static string Bytes(long bytes) => bytes % (1 << 20) == 0
        ? string.Create(CultureInfo.InvariantCulture, $"{bytes >> 20} MB")
        : string.Create(CultureInfo.InvariantCulture, $"{bytes:N0} bytes");

    public static string Time(TimeSpan time) =>
        string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.###} s");
}
