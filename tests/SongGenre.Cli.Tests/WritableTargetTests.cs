using System.Diagnostics;

namespace SongGenre.Cli.Tests;

public sealed class WritableTargetTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("target").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_pipe_is_not_opened_so_that_nobody_waits_and_its_reader_sees_no_end()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such files.");
        var pipe = Path.Combine(folder, "pipe");
        using (var make = Process.Start("mkfifo", pipe)) make.WaitForExit();
        await Task.Run(() => WritableTarget.RequireFile("--json", pipe), TestContext.Current.CancellationToken)
            .WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
    }

    [Fact]
    public void What_a_link_leads_to_is_what_must_be_writable()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows lets only administrators make links.");
        var file = Path.Combine(folder, "file");
        File.WriteAllText(file, "");
        File.CreateSymbolicLink(Path.Combine(folder, "link"), Path.Combine(file, "results.json"));
        Assert.Throws<UsageException>(() => WritableTarget.RequireFile("--json", Path.Combine(folder, "link")));
    }
}
