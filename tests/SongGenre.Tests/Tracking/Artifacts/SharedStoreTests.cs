using SongGenre.Tests.Data;
using SongGenre.Tracking.Artifacts;

namespace SongGenre.Tests.Tracking.Artifacts;

public sealed class SharedStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Processes_that_add_at_once_lose_nothing_while_another_collects()
    {
        const int Processes = 4;
        const int Each = 16;
        var adding = Enumerable.Range(0, Processes)
            .Select(n => ArtifactWorker.Start(_folder["store"], "add", n, Each, 5_000)).ToList();
        using var collecting = ArtifactWorker.Start(_folder["store"], "collect", 9, 200, 0);
        var told = new List<string>();
        foreach (var process in adding)
        {
            told.AddRange(Lines(await process.StandardOutput.ReadToEndAsync(Cancel)));
            await process.WaitForExitAsync(Cancel);
            Assert.Equal(0, process.ExitCode);
            process.Dispose();
        }

        await collecting.WaitForExitAsync(Cancel);
        Assert.Equal(0, collecting.ExitCode);
        var store = new ArtifactStore(_folder["store"]);
        var versions = store.Versions("thing");
        // Half of what each adds is the same everywhere.
        Assert.Equal(Enumerable.Range(0, (Each / 2) + (Processes * Each / 2)), versions.Select(v => v.Number));
        Assert.Equal(versions.Count, versions.Select(v => v.Digest).Distinct().Count());
        Assert.Equal(Each / 2, versions.Count(v => v.MadeBy.Count == Processes && v.UsedBy.Count == Processes));
        Assert.Equal(Processes * Each, told.Count);
        Assert.All(told, line => Assert.Contains(versions, v => line == $"{v.Reference} {v.Digest}"));
        var check = store.Verify();
        Assert.True(check.IsWhole);
        Assert.Empty(check.Unreferenced);
    }

    [Fact]
    public async Task A_process_killed_at_any_moment_leaves_the_store_whole_and_what_it_finished()
    {
        var random = new Random(5);
        var store = new ArtifactStore(_folder["store"]);
        var finished = new List<string>();
        for (var round = 0; round < 10; round++)
        {
            using var process = ArtifactWorker.Start(_folder["store"], "add", round, int.MaxValue, 300_000);
            finished.Add((await process.StandardOutput.ReadLineAsync(Cancel))!);
            await Task.Delay(random.Next(200), Cancel);
            process.Kill();
            finished.AddRange(Lines(await process.StandardOutput.ReadToEndAsync(Cancel)));
            await process.WaitForExitAsync(Cancel);
            Assert.True(store.Verify().IsWhole);
        }

        var versions = store.Versions("thing").Select(v => $"{v.Reference} {v.Digest}").ToHashSet();
        Assert.All(finished, line => Assert.Contains(line, versions));
        store.Collect();
        Assert.Equal((true, 0), (store.Verify().IsWhole, store.Verify().Unreferenced.Count));
        Assert.Empty(Directory.GetFiles(_folder["store/tmp"]));
    }

    // The last line may have been cut by the kill.
    private static string[] Lines(string output) =>
        output[..(output.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
