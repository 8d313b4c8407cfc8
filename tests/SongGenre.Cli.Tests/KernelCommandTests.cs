namespace SongGenre.Cli.Tests;

public sealed class KernelCommandTests
{
    [Theory]
    [InlineData("install")]
    [InlineData("uninstall")]
    [InlineData("list")]
    public async Task Help_of_every_subcommand_ends_with_an_example_of_it(string command)
    {
        var run = await CommandRun.Successful("kernel", command, "--help");
        Assert.Matches($@"\nExamples?:\n(  songgenre kernel {command}\b.*\n)+", run.Output);
    }

    [Fact]
    public async Task Kernel_is_installed_listed_replaced_and_removed()
    {
        using var folder = new TemporaryFolder();
        var place = Path.Combine(folder.Path, "share", "jupyter", "kernels", ".net-csharp");
        Assert.Equal($"none; to install one: songgenre kernel install --prefix {folder.Path}\n",
            (await CommandRun.Successful("kernel", "list", "--prefix", folder.Path)).Output);
        Assert.Equal($"installed .net-csharp 0.1.0 in {place}\n",
            (await CommandRun.Successful("kernel", "install", "--prefix", folder.Path)).Output);
        var source = Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory);
        Assert.Equal(
            $".net-csharp 0.1.0 in {place}, made from {source}\n",
            (await CommandRun.Successful("kernel", "list", "--prefix", folder.Path)).Output);
        Assert.StartsWith("replaced .net-csharp 0.1.0 ",
            (await CommandRun.Successful("kernel", "install", "--prefix", folder.Path)).Output);
        File.WriteAllText(Path.Combine(place, "kernel.json"), "{");
        Assert.Equal($".net-csharp in {place}\n  damaged, its kernel.json can't be read; install it again\n",
            (await CommandRun.Successful("kernel", "list", "--prefix", folder.Path)).Output);
        Assert.Equal($"removed .net-csharp from {place}\n",
            (await CommandRun.Successful("kernel", "uninstall", "--prefix", folder.Path)).Output);
        Assert.False(Directory.Exists(place));
    }

    [Fact]
    public async Task Name_that_is_taken_is_left_alone_with_a_word_about_it()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(Path.Combine(folder.Path, "share", "jupyter", "kernels", ".net-csharp"));
        var run = await CommandRun.Successful("kernel", "install", "--prefix", folder.Path);
        var other = Path.Combine(folder.Path, "share", "jupyter", "kernels", ".net-csharp");
        Assert.StartsWith(
            $"The name .net-csharp is another program's ({other}), so the kernel is called songgenre-csharp; ",
            run.Output);
    }

    [Theory]
    [InlineData(1, "holds no kernel of songgenre's", "kernel", "uninstall")]
    [InlineData(1, "can't be a kernel's name", "kernel", "install", "--name", "a/b")]
    [InlineData(2, "give one of them", "kernel", "list", "--user")]
    public async Task What_cannot_be_done_is_one_line(int code, string message, params string[] args)
    {
        using var folder = new TemporaryFolder();
        var run = await CommandRun.Of([.. args, "--prefix", folder.Path]);
        Assert.Equal(code, run.ExitCode);
        Assert.Contains(message, Assert.Single(run.ErrorLines));
    }

    [Fact]
    public async Task Misspelt_subcommand_is_told_where_its_help_is()
    {
        var run = await CommandRun.Of("kernel", "instal");
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.EndsWith("see: songgenre kernel --help", Assert.Single(run.ErrorLines));
    }
}
