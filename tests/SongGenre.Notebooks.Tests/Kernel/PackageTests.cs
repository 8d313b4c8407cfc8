using System.Diagnostics;
using System.Runtime.InteropServices;
using SongGenre.Notebooks.Documents;
using SongGenre.Notebooks.Kernel;

namespace SongGenre.Notebooks.Tests.Kernel;

public class PackageTests : PackageFeed
{
    [Fact]
    public async Task A_package_brings_its_library_the_packages_that_it_needs_and_its_native_library()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the test's native library is Linux's");
        var native = Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "libSystem.Native.so");
        Pack("Deep", "1.2.0", Constant("Deep", "1.2.0"));
        Pack("Near", "2.0.0",
            """
            using System.Runtime.InteropServices;
            public static class Near
            {
                public static string Below => Deep.Version;
                [DllImport("songs", EntryPoint = "SystemNative_GetPid")] public static extern int Pid();
            }
            """,
            ["Deep 1.2.0"],
            new() { [$"runtimes/linux-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}/native/libsongs.so"] = native });
        await RunWell("// packages\n#r \"nuget: Near, 2.0.0\"");
        Assert.Equal("1.2.0 1.2.0 True", Plain(await RunWell("$\"{Near.Below} {Deep.Version} {Near.Pid() == Environment.ProcessId}\"")));
    }

    [Fact]
    public async Task Versions_are_chosen_as_NuGet_does()
    {
        foreach (var version in (string[])["1.0.0", "1.1.0", "2.0.0", "3.0.0-beta"])
            foreach (var name in (string[])["Exact", "Floating", "Newest", "Preview", "Range"]) Pack(name, version, Constant(name, version));
        var outputs = await RunWell(
            """
            #r "nuget: Exact, 1.0.0"
            #r "nuget:Floating,1.*"
            #r "nuget: Newest"
            #r "nuget: Preview, *-*"
            #r "nuget: Range, (1.0.0,2.0.0)"
            """);
        Assert.Equal(
            "Installed package: Exact, 1.0.0\nInstalled package: Floating, 1.1.0\nInstalled package: Newest, 2.0.0\n"
                + "Installed package: Preview, 3.0.0-beta\nInstalled package: Range, 1.1.0",
            Plain(outputs));
        Assert.Contains("<li><span>Floating, 1.1.0</span></li>", Face(outputs, "text/html"));
        Assert.Equal("1.0.0 1.1.0 2.0.0 3.0.0-beta 1.1.0", Plain(await RunWell(
            "string.Join(' ', Exact.Version, Floating.Version, Newest.Version, Preview.Version, Range.Version)")));
    }

    [Fact]
    public async Task A_source_of_the_cell_is_used_besides_those_of_the_configuration_and_files_that_it_loads_may_name_both()
    {
        Pack("Elsewhere", "1.0.0", Constant("Elsewhere", "1.0.0"), feed: "other");
        Pack("Here", "1.0.0", Constant("Here", "1.0.0"));
        Write("parts/packages.csx", "#i \"nuget: other\"\n#r \"nuget: Elsewhere, 1.0.0\"\nstring Both() => Elsewhere.Version + Here.Version;");
        var outputs = await RunWell("#r \"nuget: Here, 1.0.0\"\n#load \"parts/packages.csx\"\nvar both = Both();");
        Assert.Equal("Restore source: other\nInstalled package: Here, 1.0.0\nInstalled package: Elsewhere, 1.0.0", Plain(outputs));
        Assert.Equal("1.0.01.0.0", Plain(await RunWell("both")));
        Assert.Equal("cell 3, line 2, column 1: error CS0103: The name 'oops' does not exist in the current context",
            (await RunBadly("#i \"nuget: other\"\noops")).Value);
    }

    [Fact]
    public async Task What_runs_is_not_replaced_and_what_does_not_run_yet_follows_later_packages()
    {
        Pack("Base", "1.0.0", Constant("Base", "1.0.0"));
        Pack("Base", "2.0.0", Constant("Base", "2.0.0"));
        Pack("First", "1.0.0", "public static class First { public static string Below => Base.Version; }", ["Base 1.0.0"]);
        Pack("Second", "1.0.0", "public static class Second { public static string Below => Base.Version; }", ["Base 2.0.0"]);
        await RunWell("#r \"nuget: First, 1.0.0\"");
        await RunWell("#r \"nuget: Second, 1.0.0\"");
        Assert.Equal("2.0.0 2.0.0 2.0.0", Plain(await RunWell("$\"{First.Below} {Second.Below} {Base.Version}\"")));

        using var kernel = new CSharpKernel(Folder);
        await RunIn(kernel, "#r \"nuget: First, 1.0.0\"\nvar below = First.Below;");
        var error = await RunIn(kernel, "#r \"nuget: Second, 1.0.0\"");
        Assert.Equal("cell, line 1, column 1: error NU1107: the packages need Base 2.0.0, but Base 1.0.0 is in use already in this session; "
            + "restart the kernel and name all packages in its first cell", error?.Value);
        error = await RunIn(kernel, "\n#r \"nuget: Base, 2.0.0\"");
        Assert.Equal("cell, line 2, column 1: error NU1107: the packages need Base 2.0.0, but Base 1.0.0 is in use already in this session; "
            + "restart the kernel and name all packages in its first cell", error?.Value);
        Assert.Null(await RunIn(kernel, "#r \"nuget: First\"\nbelow"));
    }

    [Theory]
    [InlineData("#r \"nuget: Only, 1.0.0\"\n#r \"nuget: Only, 1.1.0\"", "line 2, column 1: error NU1107: two lines ask for different versions of Only: 1.0.0 and 1.1.0; keep one of them")]
    [InlineData("#r \"nuget: , 1.0\"", "line 1, column 1: error CS0006: 'nuget: , 1.0' names no package; write #r \"nuget: Name, Version\"")]
    [InlineData("#i \"nuget: nowhere\"", "line 1, column 1: error CS0006: there is no folder nowhere to take packages from (paths are relative to the notebook's folder); correct the line")]
    [InlineData("#i \"feed\"", "line 1, column 1: error CS0006: 'feed' names no source; write #i \"nuget: URL or folder\"")]
    [InlineData("var x = 1;\n#i \"nuget: feed\"", "line 2, column 1: error CS0006: #i must stand before the cell's code; move the line up")]
    public async Task A_line_that_cannot_be_followed_is_named_before_anything_is_restored(string code, string message)
    {
        var (outcome, outputs) = await Execute(code, TestContext.Current.CancellationToken);
        Assert.Equal("cell 1, " + message, Assert.IsType<CellOutcome.Failed>(outcome).Error.Value);
        Assert.Single(outputs);
    }

    [Fact]
    public async Task What_cannot_be_restored_is_one_message_that_names_the_line_and_costs_the_session_nothing()
    {
        Pack("Known", "1.0.0", Constant("Known", "1.0.0"));
        Pack("Needy", "1.0.0", "public static class Needy { public static string Below => Known.Version; }", ["Known 1.0.0"]);
        Pack("Known", "0.9.0", Constant("Known", "0.9.0"));
        Assert.Equal("cell 1, line 2, column 1: error NU1101: Unable to find package Unknown. No packages exist with this id in source(s): feed; "
            + "check the name, or add the source that has it: #i \"nuget: URL or folder\"",
            WithoutSdkSource(await RunBadly("#r \"nuget: Known, 1.0.0\"\n#r \"nuget: Unknown, 1.0.0\"")));
        Assert.StartsWith("cell 2, line 1, column 1: error NU1102: Unable to find package Known with version (>= 7.0.0) ", WithoutSdkSource(await RunBadly("#r \"nuget: Known, 7.0.0\"")));
        Assert.Matches("^cell 3, line [12], column 1: error NU1605: Detected package downgrade: Known from 1.0.0 to 0.9.0.*; ask for versions that go together$",
            WithoutSdkSource(await RunBadly("#r \"nuget: Needy, 1.0.0\"\n#r \"nuget: Known, 0.9.0\"")));
        await RunWell("#r \"nuget: Known, 1.0.0\"");
        Configure("feed", "gone");
        Pack("Later", "1.0.0", Constant("Later", "1.0.0"));
        var unreachable = await RunBadly("#r \"nuget: Later, 1.0.0\"");
        Assert.Equal("cell 5, line 1, column 1: error NU1301: The local source 'gone' doesn't exist; check the network, the #i lines and NuGet.config", unreachable.Value);
        Assert.Equal("1.0.0", Plain(await RunWell("Known.Version")));
    }

    [Fact]
    public async Task A_restore_is_done_once_and_again_when_the_packages_folder_or_the_cache_is_gone_or_damaged()
    {
        Pack("Kept", "1.0.0", Constant("Kept", "1.0.0"));
        const string Code = "#r \"nuget: Kept, 1.0.0\"\nKept.Version";
        var first = await RunWell(Code);
        File.Delete(Path.Combine(Folder, "feed", "Kept.1.0.0.nupkg"));
        Assert.Equal(Shown(first), await RunFresh(Code));

        Pack("Kept", "1.0.0", Constant("Kept", "1.0.0"));
        Directory.Delete(Unpacked, recursive: true);
        Assert.Equal(Shown(first), await RunFresh(Code));

        var cache = Path.Combine(Environment.GetEnvironmentVariable("XDG_CACHE_HOME")!, "songgenre", "packages");
        foreach (var file in Directory.GetFiles(cache).Where(HoldsOurs))
            await File.WriteAllTextAsync(file, "{ \"version\":", TestContext.Current.CancellationToken);
        Assert.Equal(Shown(first), await RunFresh(Code));
    }

    [Fact]
    public async Task Kernels_that_restore_the_same_packages_at_once_do_not_disturb_each_other()
    {
        Pack("Wanted", "1.0.0", Constant("Wanted", "1.0.0"));
        string[] shown = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => RunFresh("#r \"nuget: Wanted, *\"\nWanted.Version"))));
        Assert.All(shown, text => Assert.Equal("Installed package: Wanted, 1.0.0\n1.0.0", text));
    }

    [Fact]
    public async Task A_package_that_was_unpacked_before_needs_no_network_and_the_platforms_own_files_above_the_notebook_change_nothing()
    {
        foreach (var file in (string[])["Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props"])
            Write(file, "<Project><Target Name=\"Fail\" BeforeTargets=\"Restore\"><Error Text=\"seen\" /></Target></Project>");
        Write("global.json", """{ "sdk": { "version": "1.0.0", "rollForward": "disable" } }""");
        Write("NuGet.config", "<configuration><packageSources><clear /><add key=\"none\" value=\"http://127.0.0.1:9/index.json\" allowInsecureConnections=\"true\" /></packageSources></configuration>");
        await RunWell("#r \"nuget: YamlDotNet, 18.1.0\"");
        Assert.Equal("a: 1", Plain(await RunWell("new YamlDotNet.Serialization.Serializer().Serialize(new { a = 1 }).Trim()")));
    }

    [Fact]
    public async Task A_cell_that_is_cancelled_ends_its_restore()
    {
        // A server that never answers.
        using var silent = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        silent.Start();
        Write("NuGet.config", $"<configuration><packageSources><clear /><add key=\"silent\" value=\"http://{silent.LocalEndpoint}/index.json\" allowInsecureConnections=\"true\" /></packageSources></configuration>");
        using var cancel = new CancellationTokenSource();
        var run = Execute("#r \"nuget: Never, 1.0.0\"", cancel.Token);
        using var asked = await silent.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        await cancel.CancelAsync();
        Assert.IsType<CellOutcome.Cancelled>((await run).Outcome);
        // Its end closes the connection.
        var buffer = new byte[4096];
        var end = asked.GetStream();
        var watch = Stopwatch.StartNew();
        try
        {
            while (await end.ReadAsync(buffer, TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken) > 0) { }
        }
        catch (IOException)
        {
            // Closed without a word.
        }

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20));
    }

    private bool HoldsOurs(string file) => File.ReadAllText(file).Contains(Folder, StringComparison.Ordinal);

    private static async Task<ErrorOutput?> RunIn(CSharpKernel kernel, string code) =>
        (await kernel.ExecuteAsync(new CellSubmission(code, "cell", 1), _ => { }) as CellOutcome.Failed)?.Error;

    private async Task<string> RunFresh(string code)
    {
        using var kernel = new CSharpKernel(Folder);
        var cell = new Cell { Kind = CellKind.Code, Id = "a" };
        await kernel.ExecuteAsync(new CellSubmission(code, "cell", 1), cell.Append);
        return Shown(cell.Outputs);
    }

    private static string Shown(IEnumerable<Output> outputs) => string.Join('\n', outputs.Select(output => output switch
    {
        DisplayOutput shown => (string)shown.Data["text/plain"]!,
        ErrorOutput error => error.Value,
        StreamOutput stream => stream.Text,
        _ => "",
    }));

    // Some SDKs bring a folder of packages of their own.
    private static string WithoutSdkSource(ErrorOutput error) => System.Text.RegularExpressions.Regex.Replace(error.Value, "[^ ,]*library-packs, |, [^ ,;]*library-packs", "");
}
