using System.Diagnostics;
using SongGenre.Notebooks.Documents;

namespace SongGenre.Notebooks.Tests.Documents;

public sealed class AtomicFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("atomicfile").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.UserWrite)]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite)]
    public void An_existing_file_keeps_its_mode(UnixFileMode mode)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no Unix modes");
        var path = Path.Combine(folder, "a");
        File.WriteAllText(path, "old");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, mode);
        AtomicFile.WriteText(path, "new");
        Assert.Equal("new", File.ReadAllText(path));
        if (!OperatingSystem.IsWindows()) Assert.Equal(mode, File.GetUnixFileMode(path));
    }

    [Fact]
    public void A_link_stays_one_and_what_it_leads_to_is_written()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows lets only administrators make links");
        var target = Path.Combine(folder, "below", "a");
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        File.WriteAllText(target, "old");
        var (inner, outer) = (Path.Combine(folder, "inner"), Path.Combine(folder, "outer"));
        File.CreateSymbolicLink(inner, Path.Combine("below", "a"));
        File.CreateSymbolicLink(outer, "inner");
        AtomicFile.WriteText(outer, "new");
        Assert.Equal("new", File.ReadAllText(target));
        Assert.Equal("inner", new FileInfo(outer).LinkTarget);
        Assert.Equal([target], Directory.GetFiles(Path.GetDirectoryName(target)!));
    }

    [Fact]
    public async Task A_pipe_that_a_link_leads_to_stays_one_and_its_reader_gets_the_content()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such files");
        var (pipe, link) = (Path.Combine(folder, "pipe"), Path.Combine(folder, "link"));
        using (var make = Process.Start("mkfifo", pipe)) make.WaitForExit();
        File.CreateSymbolicLink(link, pipe);
        var read = Task.Run(() => File.ReadAllText(pipe), TestContext.Current.CancellationToken);
        var written = Task.Run(() => AtomicFile.WriteText(link, "new"), TestContext.Current.CancellationToken);
        await Task.WhenAll(read, written).WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        Assert.Equal("new", await read);
        Assert.True(AtomicFile.IsStream(link));
        Assert.Equal(2, Directory.GetFiles(folder).Length);
    }

    [Fact]
    public void A_device_that_a_link_leads_to_stays_one()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such files");
        var link = Path.Combine(folder, "link");
        File.CreateSymbolicLink(link, "/dev/null");
        AtomicFile.WriteText(link, "new");
        Assert.Equal("", File.ReadAllText("/dev/null"));
        Assert.Equal("/dev/null", new FileInfo(link).LinkTarget);
    }

    [Fact]
    public void A_file_in_a_folder_that_takes_no_other_is_written_in_place()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess, "No folder is closed to root");
        var path = Path.Combine(folder, "a");
        File.WriteAllText(path, "longer than the new one");
        const UnixFileMode Closed = UnixFileMode.UserRead | UnixFileMode.UserExecute;
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(folder, Closed);
        try
        {
            AtomicFile.WriteText(path, "new");
        }
        finally
        {
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(folder, Closed | UnixFileMode.UserWrite);
        }

        Assert.Equal("new", File.ReadAllText(path));
    }

    [Fact]
    public void A_link_to_a_missing_file_leads_to_a_new_one_and_its_folder()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows lets only administrators make links");
        var (target, link) = (Path.Combine(folder, "below", "a"), Path.Combine(folder, "link"));
        File.CreateSymbolicLink(link, target);
        AtomicFile.WriteText(link, "new");
        Assert.Equal("new", File.ReadAllText(target));
        Assert.Equal(target, new FileInfo(link).LinkTarget);
    }

    [Fact]
    public void A_failure_leaves_the_old_file_and_nothing_beside_it()
    {
        var path = Path.Combine(folder, "a");
        File.WriteAllText(path, "old");
        Assert.Throws<IOException>(() => AtomicFile.Write(path, _ => throw new IOException("no space")));
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(folder));
    }
}
