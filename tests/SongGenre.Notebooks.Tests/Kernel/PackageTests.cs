using System.Runtime.InteropServices;
using SongGenre.Notebooks.Kernel;

namespace SongGenre.Notebooks.Tests.Kernel;

public class PackageTests : PackageFeed
{
    [Fact]
    public async Task A_package_brings_its_library_the_packages_that_it_needs_and_its_native_library()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the test's native library is Linux's");
        var native = Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "libSystem.Native.so");
        var processor = RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();
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
            new() { [$"runtimes/linux-{processor}/native/libsongs.so"] = native });
        await RunWell("// packages\n#r \"nuget: Near, 2.0.0\"");
        var outputs = await RunWell("$\"{Near.Below} {Deep.Version} {Near.Pid() == Environment.ProcessId}\"");
        Assert.Equal("1.2.0 1.2.0 True", Plain(outputs));
    }

    [Fact]
    public async Task Versions_are_chosen_as_NuGet_does()
    {
        foreach (var version in (string[])["1.0.0", "1.1.0", "2.0.0", "3.0.0-beta"])
            foreach (var name in (string[])["Exact", "Floating", "Newest", "Preview", "Range"])
                Pack(name, version, Constant(name, version));
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
        outputs = await RunWell(
            "string.Join(' ', Exact.Version, Floating.Version, Newest.Version, Preview.Version, Range.Version)");
        Assert.Equal("1.0.0 1.1.0 2.0.0 3.0.0-beta 1.1.0", Plain(outputs));
    }

    [Fact]
    public async Task Sources_of_cells_come_on_top_of_the_configured_ones_and_loaded_files_may_name_them_too()
    {
        Pack("Elsewhere", "1.0.0", Constant("Elsewhere", "1.0.0"), feed: "other");
        Pack("Here", "1.0.0", Constant("Here", "1.0.0"));
        Write("parts/packages.csx",
            "#i \"nuget: other\"\n#r \"nuget: Elsewhere, 1.0.0\"\nstring Both() => Elsewhere.Version + Here.Version;");
        var outputs = await RunWell("#r \"nuget: Here, 1.0.0\"\n#load \"parts/packages.csx\"\nvar both = Both();");
        Assert.Equal(
            "Restore source: other\nInstalled package: Here, 1.0.0\nInstalled package: Elsewhere, 1.0.0", Plain(outputs));
        Assert.Equal("1.0.01.0.0", Plain(await RunWell("both")));
        var error = await RunBadly("#i \"nuget: other\"\noops");
        Assert.Equal(
            "cell 3, line 2, column 1: error CS0103: The name 'oops' does not exist in the current context", error.Value);
    }

    [Fact]
    public async Task What_does_not_run_yet_follows_the_needs_of_later_packages_and_what_runs_stays()
    {
        Pack("Base", "1.0.0", Constant("Base", "1.0.0"));
        Pack("Base", "2.0.0", Constant("Base", "2.0.0"));
        Pack("First", "1.0.0", "public class First { public static string Below => Base.Version; }", ["Base 1.0.0"]);
        Pack("Second", "1.0.0", "public class Second { public static string Below => Base.Version; }", ["Base 2.0.0"]);
        await RunWell("#r \"nuget: First, 1.0.0\"");
        await RunWell("#r \"nuget: Second, 1.0.0\"");
        Assert.Equal("2.0.0 2.0.0 2.0.0", Plain(await RunWell("$\"{First.Below} {Second.Below} {Base.Version}\"")));

        using var kernel = new CSharpKernel(Folder);
        await RunIn(kernel, "#r \"nuget: First, 1.0.0\"\nvar below = First.Below;");
        Assert.EndsWith(
            "cell, line 2, column 1: error NU1107: the packages need Base 2.0.0, but Base 1.0.0 is in use already in this "
                + "session; restart the kernel and name all packages in its first cell",
            await RunIn(kernel, "\n#r \"nuget: Second, 1.0.0\""));
        Assert.EndsWith(
            "cell, line 1, column 1: error NU1107: First 1.0.0 is in use already in this session; ask for the same "
                + "version everywhere, or restart the kernel to use 2.*",
            await RunIn(kernel, "#r \"nuget: First, 2.*\""));
        Assert.Equal("Installed package: First, 1.0.0\n1.0.0", await RunIn(kernel, "#r \"nuget: First\"\nbelow"));
    }

    [Fact]
    public async Task Of_what_the_host_shares_with_notebooks_its_own_copy_is_used()
    {
        Pack("Microsoft.DotNet.Interactive.Formatting", "99.0.0", "public class Formatter { }");
        var shown = await RunFresh(
            "#r \"nuget: Microsoft.DotNet.Interactive.Formatting, 99.0.0\"\nusing Microsoft.DotNet.Interactive.Formatting;\n"
                + "typeof(Formatter).Namespace");
        Assert.Equal(
            "Installed package: Microsoft.DotNet.Interactive.Formatting, 99.0.0 (the host's own copy is used)\n"
                + "Microsoft.DotNet.Interactive.Formatting",
            shown);
    }

    [Fact]
    public async Task A_restore_is_done_once_and_again_when_the_packages_folder_or_the_cache_is_gone_or_damaged()
    {
        Pack("Kept", "1.0.0", Constant("Kept", "1.0.0"));
        const string Code = "#r \"nuget: Kept, 1.0.0\"\nKept.Version";
        const string Expected = "Installed package: Kept, 1.0.0\n1.0.0";
        Assert.Equal(Expected, await RunFresh(Code));
        // A restore would look into the source, which isn't there; nothing does.
        Directory.Move(Path.Combine(Folder, "feed"), Path.Combine(Folder, "away"));
        Assert.Equal(Expected, await RunFresh(Code));
        Directory.Move(Path.Combine(Folder, "away"), Path.Combine(Folder, "feed"));

        Directory.Delete(Unpacked, recursive: true);
        Assert.Equal(Expected, await RunFresh(Code));

        var cache = Path.Combine(Environment.GetEnvironmentVariable("XDG_CACHE_HOME")!, "songgenre", "packages");
        var file = Directory.GetFiles(cache).Single(HoldsOurs);
        await File.WriteAllTextAsync(file, "{ \"version\":", TestContext.Current.CancellationToken);
        Assert.Equal(Expected, await RunFresh(Code));
    }

    [Fact]
    public async Task A_floating_version_is_looked_up_again_after_a_day_and_stays_when_the_source_cannot_be_asked()
    {
        Pack("Moving", "1.0.0", Constant("Moving", "1.0.0"));
        const string Code = "#r \"nuget: Moving, 1.*\"\nMoving.Version";
        Assert.EndsWith("\n1.0.0", await RunFresh(Code));
        Pack("Moving", "1.1.0", Constant("Moving", "1.1.0"));
        Assert.EndsWith("\n1.0.0", await RunFresh(Code));

        var cache = Path.Combine(Environment.GetEnvironmentVariable("XDG_CACHE_HOME")!, "songgenre", "packages");
        var file = Directory.GetFiles(cache).Single(HoldsOurs);
        File.SetLastWriteTimeUtc(file, DateTime.UtcNow - TimeSpan.FromDays(2));
        Directory.Move(Path.Combine(Folder, "feed"), Path.Combine(Folder, "away"));
        Assert.EndsWith("\n1.0.0", await RunFresh(Code));
        Directory.Move(Path.Combine(Folder, "away"), Path.Combine(Folder, "feed"));
        Assert.EndsWith("\n1.1.0", await RunFresh(Code));
    }

    [Fact]
    public async Task Kernels_that_restore_the_same_packages_at_once_do_not_disturb_each_other()
    {
        Pack("Wanted", "1.0.0", Constant("Wanted", "1.0.0"));
        const string Code = "#r \"nuget: Wanted, *\"\nWanted.Version";
        var shown = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(() => RunFresh(Code))));
        Assert.All(shown, text => Assert.Equal("Installed package: Wanted, 1.0.0\n1.0.0", text));
    }

    [Fact]
    public async Task An_unpacked_package_needs_no_network_and_build_files_above_the_notebook_change_nothing()
    {
        foreach (var file in (string[])["Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props"])
            Write(file, "<Project><Target Name=\"Fail\" BeforeTargets=\"Restore\"><Error /></Target></Project>");
        Write("global.json", """{ "sdk": { "version": "1.0.0", "rollForward": "disable" } }""");
        // The folder of unpacked packages is the user's; the host's own build has put this one there.
        var nowhere = Elements("http://127.0.0.1:9/");
        Write("NuGet.config", $"<configuration><packageSources><clear />{nowhere}</packageSources></configuration>");
        await RunWell("#r \"nuget: YamlDotNet, 18.1.0\"");
        var outputs = await RunWell("new YamlDotNet.Serialization.Serializer().Serialize(new { a = 1 }).Trim()");
        Assert.Equal("a: 1", Plain(outputs));
    }

    private bool HoldsOurs(string file) => File.ReadAllText(file).Contains(Folder, StringComparison.Ordinal);
}
