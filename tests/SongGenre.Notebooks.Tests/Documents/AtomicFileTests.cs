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
    public void A_failure_leaves_the_old_file_and_nothing_beside_it()
    {
        var path = Path.Combine(folder, "a");
        File.WriteAllText(path, "old");
        Assert.Throws<IOException>(() => AtomicFile.Write(path, _ => throw new IOException("no space")));
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(folder));
    }
}
