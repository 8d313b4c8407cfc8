using System.Diagnostics;
using System.Security.Cryptography;
using SongGenre.Tests.Data;
using SongGenre.Tracking.Artifacts;

namespace SongGenre.Tests.Tracking.Artifacts;

public sealed class FullDiskTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private bool _isMounted;

    public void Dispose()
    {
        if (_isMounted) Run("umount", _folder["disk"]);
        _folder.Dispose();
    }

    [Fact]
    public void A_full_disk_is_one_line_and_leaves_what_was_there()
    {
        var store = OnDisk();
        store.Add("thing", "data", Given(100_000));
        var large = Given(2_000_000);
        var message = OneLine.ErrorOf(() => store.Add("thing", "data", large));
        Assert.StartsWith($"{store.Folder}: the artifact store can't be written: ", message, StringComparison.Ordinal);
        Assert.Contains("No space left", message, StringComparison.Ordinal);
        Assert.Equal((1, 0), (store.Verify().Versions, store.Verify().Unreferenced.Count));
        Assert.True(store.Verify().IsWhole);

        // Also where it fills up while the index is written.
        File.WriteAllBytes(_folder["disk/filler"], RandomNumberGenerator.GetBytes(700_000));
        Assert.Throws<SongGenreException>(() =>
        {
            for (var i = 0; i < 1000; i++) store.Add("small", "data", Given(1000));
        });
        File.Delete(_folder["disk/filler"]);
        Assert.True(store.Verify().IsWhole);
        store.Get("thing", _folder["got"]);
        Assert.Equal("thing:v0", store.Add("thing", "data", _folder["got"]).Reference);
        Assert.Equal("thing:v1", store.Add("thing", "data", Given(100_000)).Reference);
    }

    [Fact]
    public void A_read_only_disk_is_one_line_to_who_writes_and_nothing_to_who_reads()
    {
        var store = OnDisk();
        store.Add("thing", "data", Given(1000));
        Assert.Equal(0, Run("mount", "-o", "remount,ro", _folder["disk"]));
        foreach (var write in (Action[])[
            () => store.Add("thing", "data", Given(1001)), () => store.Use("thing", "run"),
            () => store.SetAlias("thing", "best"), () => store.Delete("thing:v0", force: true), () => store.Collect()])
        {
            var message = OneLine.ErrorOf(write);
            Assert.StartsWith($"{store.Folder}: the artifact store can't be", message, StringComparison.Ordinal);
            Assert.Contains("Read-only", message, StringComparison.Ordinal);
        }

        store.Get("thing", _folder["got"]);
        Assert.True(store.Verify().IsWhole);
    }

    private ArtifactStore OnDisk()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "A small disk is made of memory by Linux only.");
        Directory.CreateDirectory(_folder["disk"]);
        _isMounted = Run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", _folder["disk"]) == 0;
        Assert.SkipUnless(_isMounted, "This user may not mount a small disk.");
        return new(_folder["disk/store"]);
    }

    private string Given(int size) => _folder.Write("content", RandomNumberGenerator.GetBytes(size));

    private static int Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode;
    }
}
