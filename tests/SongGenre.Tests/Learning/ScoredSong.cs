using System.Diagnostics.CodeAnalysis;

namespace SongGenre.Tests.Learning;

[SuppressMessage("Performance", "CA1812", Justification = "ML.NET makes them.")]
internal sealed class ScoredSong
{
    public uint Label { get; set; }

    public uint PredictedLabel { get; set; }

    public float[] Score { get; set; } = [];
}
