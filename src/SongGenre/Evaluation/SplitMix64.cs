namespace SongGenre.Evaluation;

/// <summary>
/// Random numbers that depend on seed and stream alone: Steele, Lea and Flood, "Fast Splittable Pseudorandom Number
/// Generators" (2014). Streams of one seed serve resamples that are drawn in any order on any thread.
/// </summary>
internal struct SplitMix64
{
    private const ulong Gamma = 0x9E3779B97F4A7C15;
    private ulong _state;

    /// <summary>The generator of one stream out of many that share a seed.</summary>
    public static SplitMix64 Stream(int seed, int number) =>
        new() { _state = Mix(Mix((uint)seed + Gamma) + (uint)number) };

    /// <summary>A whole number from 0 to <paramref name="bound"/> − 1.</summary>
    public int Next(int bound) => (int)Math.BigMul(Mix(_state += Gamma), (ulong)bound, out _);

    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
