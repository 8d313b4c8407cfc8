using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace SongGenre.Benchmarks.Compare;

/// <summary>What the figures were measured on, without the machine's name.</summary>
internal static class Machine
{
    /// <summary>Processor, cores, memory and operating system.</summary>
    public static string Describe() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Processor()}, {Environment.ProcessorCount} cores, {Vectors}, {Gigabytes:0} GB, {System}");

    private static string System => RuntimeInformation.OSDescription;

    private static string Vectors => Vector512.IsHardwareAccelerated ? "AVX-512" : "no AVX-512";

    private static double Gigabytes => GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1e9;

    private static string Processor()
    {
        const string Linux = "/proc/cpuinfo";
        var line = File.Exists(Linux)
            ? File.ReadLines(Linux).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))
            : null;
        return line?[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim()
            ?? Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER")
            ?? RuntimeInformation.ProcessArchitecture.ToString();
    }
}
