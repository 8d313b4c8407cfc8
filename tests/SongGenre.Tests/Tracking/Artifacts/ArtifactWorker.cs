using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using SongGenre.Tracking.Artifacts;

namespace SongGenre.Tests.Tracking.Artifacts;

/// <summary>This test program as a process that works on a store and then ends, before any test.</summary>
internal static class ArtifactWorker
{
    private const string Variable = "SONGGENRE_TESTS_ARTIFACT_WORKER";

    /// <summary>Starts a process.</summary>
    /// <param name="store">The store's folder.</param>
    /// <param name="work"><c>add</c> or <c>collect</c>.</param>
    /// <param name="number">The process's number, which its own contents and its run carry.</param>
    /// <param name="count">How often; of what is added, half is the same in each process.</param>
    /// <param name="size">The size of each content in bytes.</param>
    public static Process Start(string store, string work, int number, int count, int size) => OwnProcess.Start(
        (Variable, string.Create(CultureInfo.InvariantCulture, $"{work}|{number}|{count}|{size}|{store}")));

    [ModuleInitializer]
    internal static void Work()
    {
        if (OwnProcess.Order(Variable) is not { } order) return;
        var parts = order.Split('|', 5);
        var (number, count, size) = (Number(parts[1]), Number(parts[2]), Number(parts[3]));
        var store = new ArtifactStore(parts[4]);
        for (var i = 0; i < count; i++)
        {
            if (parts[0] == "collect") store.Collect();
            else Add(store, number, i, size);
        }

        Environment.Exit(0);
    }

    private static void Add(ArtifactStore store, int number, int i, int size)
    {
        var text = i % 2 == 0 ? $"shared {i}" : $"own {i} of {number}";
        var folder = Directory.CreateTempSubdirectory("songgenre-tests-").FullName;
        File.WriteAllText(Path.Combine(folder, "content"), Content(text, size));
        File.WriteAllText(Path.Combine(folder, "name"), Content(text, 0));
        var version = store.Add("thing", "data", folder, run: $"run-{number}");
        Directory.Delete(folder, recursive: true);
        store.Use(version.Reference, $"user-{number}");
        Console.WriteLine($"{version.Reference} {version.Digest}");
    }

    /// <summary>What a content holds: a text that tells it from others, repeated.</summary>
    private static string Content(string text, int size) =>
        string.Concat(Enumerable.Repeat(text + "\n", 1 + (size / text.Length)));

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
