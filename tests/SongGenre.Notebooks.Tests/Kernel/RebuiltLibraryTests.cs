using SongGenre.Notebooks.Documents;

namespace SongGenre.Notebooks.Tests.Kernel;

public class RebuiltLibraryTests : KernelFixture
{
    private const string Message =
        "Lib.dll was rebuilt after this session loaded it; restart the kernel to use the new one\n";

    private const string NoAssembly = " is no .NET assembly: it is a native library, damaged or not readable; "
        + "#r takes .NET assemblies, and finds native libraries beside them by itself";

    [Fact]
    public async Task A_library_can_be_built_again_while_a_session_uses_it_and_each_rebuild_is_named_once()
    {
        Compile("lib/Deep.dll", "public static class Deep { public static int Number => 1; }");
        Compile("lib/Lib.dll", "public static class Lib { public static int Number => Deep.Number; }", "lib/Deep.dll");
        Assert.Equal("1", Plain(await RunWell("#r \"lib/Lib.dll\"\nLib.Number")));
        // Another system would refuse to write a file that is in use; Linux lets the process crash when it was mapped.
        if (OperatingSystem.IsLinux()) Assert.DoesNotContain(Folder, await Mapped());

        // As a build does: the same file, shortened and written again.
        Compile("lib/Lib.dll", "public class Lib { public static int Number => 2 * Deep.Number; }", "lib/Deep.dll");
        var outputs = await RunWell("Lib.Number");
        Assert.Equal(new StreamOutput("stderr", Message), outputs[0]);
        Assert.Equal("1", Plain(outputs[1..]));
        Assert.Equal("1", Plain(await RunWell("#r \"lib/Lib.dll\"\nLib.Number")));

        Compile("lib/Lib.dll", "public static class Lib { public static int Number => 4; }");
        outputs = await RunWell("#r \"lib/Lib.dll\"\nLib.Number");
        Assert.Equal(new StreamOutput("stderr", Message), outputs[0]);
        Assert.Equal("1", Plain(outputs[1..]));
        Assert.Equal("1", Plain(await RunWell("Lib.Number")));
    }

    [Fact]
    public async Task A_file_that_is_written_again_with_the_same_build_is_no_news_and_one_in_the_middle_of_it_neither()
    {
        Compile("lib/Lib.dll", "public static class Lib { public static int Number => 1; }");
        await RunWell("#r \"lib/Lib.dll\"\nvar number = Lib.Number;");
        var file = Path.Combine(Folder, "lib", "Lib.dll");
        var content = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(file, content[..100], TestContext.Current.CancellationToken);
        Assert.Equal("1", Plain(await RunWell("number")));
        await File.WriteAllBytesAsync(file, content, TestContext.Current.CancellationToken);
        Assert.Equal("1", Plain(await RunWell("Lib.Number")));
    }

    [Fact]
    public async Task Another_build_of_a_library_under_another_path_is_refused_and_the_same_one_is_the_same_library()
    {
        Compile("a/Lib.dll", "public static class Lib { public static int Number => 1; }");
        Compile("b/Lib.dll", "public static class Lib { public static int Number => 2; }");
        Directory.CreateDirectory(Path.Combine(Folder, "c"));
        File.Copy(Path.Combine(Folder, "a", "Lib.dll"), Path.Combine(Folder, "c", "Lib.dll"));
        await RunWell("#r \"a/Lib.dll\"\nvar one = Lib.Number;");
        Assert.Equal(
            "cell 2, line 1, column 1: error CS0006: another Lib.dll, a/Lib.dll, is in use already; "
                + "restart the kernel to use b/Lib.dll",
            (await RunBadly("#r \"b/Lib.dll\"")).Value);
        Assert.Equal("1", Plain(await RunWell("#r \"c/Lib.dll\"\nLib.Number")));
    }

    [Fact]
    public async Task A_library_whose_symbols_another_program_keeps_to_itself_is_used_without_them()
    {
        Compile("lib/Lib.dll", "public static class Lib { public static int Number => 1; }");
        await using var debugger = new FileStream(
            Path.Combine(Folder, "lib", "Lib.pdb"), FileMode.Create, FileAccess.Write, FileShare.None);
        debugger.WriteByte(0);
        await debugger.FlushAsync(TestContext.Current.CancellationToken);
        Assert.Equal("1", Plain(await RunWell("#r \"lib/Lib.dll\"\nLib.Number")));
    }

    private static Task<string> Mapped() =>
        File.ReadAllTextAsync("/proc/self/maps", TestContext.Current.CancellationToken);

    [Theory]
    [InlineData("lib", "lib is a folder; name a .dll in it")]
    [InlineData("lib/App.csproj", "lib/App.csproj is a project; build it and name the .dll that it makes")]
    [InlineData("lib/*.dll", "lib/*.dll: #r takes no wildcards; name each .dll in a line of its own")]
    [InlineData("lib/Gone.dll", "lib/Gone.dll is not there (paths are relative to the notebook's folder); "
        + "build the project that makes it, or correct the path")]
    [InlineData("lib/Bad.dll", "lib/Bad.dll" + NoAssembly)]
    [InlineData("lib/Empty.dll", "lib/Empty.dll" + NoAssembly)]
    [InlineData("lib/Cut.dll", "lib/Cut.dll" + NoAssembly)]
    public async Task What_is_no_library_is_refused_with_what_to_do_instead(string reference, string message)
    {
        Write("lib/App.csproj", "<Project />");
        Write("lib/Bad.dll", "no library at all");
        Write("lib/Empty.dll", "");
        Compile("lib/Whole.dll", "public class Whole { }");
        var whole = File.ReadAllBytes(Path.Combine(Folder, "lib", "Whole.dll"));
        File.WriteAllBytes(Path.Combine(Folder, "lib", "Cut.dll"), whole[..700]);
        var error = await RunBadly($"\n#r \"{reference}\"");
        Assert.Equal("cell 1, line 2, column 1: error CS0006: " + message, error.Value);
    }
}
