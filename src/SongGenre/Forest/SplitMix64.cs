using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SongGenre.Forest;

/// <summary>
/// A small random generator whose numbers are ours for good (Steele, Lea and Flood, Fast Splittable Pseudorandom Number
/// Generators, OOPSLA 2014).
/// </summary>
internal struct SplitMix64(ulong seed)
{
    private const ulong Step = 0x9E3779B97F4A7C15;
    private static readonly Vector512<ulong> Steps = Vector512.CreateSequence(1UL, 1UL) * Step;
    private ulong _state = seed;

    /// <summary>The generator of one stream out of many that share a seed: the same whatever the other streams do.</summary>
    public static SplitMix64 Stream(int seed, int number) =>
        new(Mix(Mix((ulong)(long)seed + Step) + ((ulong)number * Step)));

    /// <summary>The seed of one of a seed's two children, each of which has a stream of its own.</summary>
    public static ulong Child(ulong seed, bool isRight) => Mix(Mix(seed) + (isRight ? Step : 0));

    /// <summary>A seed.</summary>
    public ulong Seed()
    {
        _state += Step;
        return Mix(_state);
    }

    /// <summary>A number from 0 to <paramref name="bound"/> − 1.</summary>
    public int Next(int bound)
    {
        _state += Step;
        return (int)Math.BigMul(Mix(_state), (ulong)bound, out _);
    }

    /// <summary>A number from 0 to below 1.</summary>
    public double NextDouble() => (Seed() >> 11) * (1.0 / (1UL << 53));

    /// <summary>
    /// What the next eight calls of <see cref="Next"/> would give, one for each bound; a bound is below 2³².
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly Vector512<ulong> Peek(Vector512<ulong> bounds)
    {
        var z = Vector512.Create(_state) + Steps;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EB;
        z ^= z >>> 31;
        // The upper half of the product, from its halves: no sum of theirs is beyond 64 bits.
        var low = (z & Vector512.Create((ulong)uint.MaxValue)) * bounds;
        return (((z >>> 32) * bounds) + (low >>> 32)) >>> 32;
    }

    /// <summary>Passes over numbers.</summary>
    public void Skip(int numbers) => _state += (ulong)numbers * Step;

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
