using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using SongGenre.Notebooks.Documents;
using SongGenre.Notebooks.Kernel;

namespace SongGenre.Notebooks.Tests.Kernel;

public partial class PackageFailureTests : PackageFeed
{
    [Theory]
    [InlineData("#r \"nuget: A, 1.0.0\"\n#r \"nuget: A, 1.1.0\"",
        "line 2, column 1: error NU1107: two lines ask for different versions of A: 1.0.0 and 1.1.0; keep one of them")]
    [InlineData("#r \"nuget: , 1.0\"",
        "line 1, column 1: error CS0006: 'nuget: , 1.0' names no package; write #r \"nuget: Name, Version\"")]
    [InlineData("#i \"nuget: nowhere\"",
        "line 1, column 1: error CS0006: there is no folder nowhere to take packages from "
            + "(paths are relative to the notebook's folder); correct the line")]
    [InlineData("#i \"feed\"",
        "line 1, column 1: error CS0006: 'feed' names no source; write #i \"nuget: URL or folder\"")]
    [InlineData("var x = 1;\n#i \"nuget: feed\"",
        "line 2, column 1: error CS0006: #i must stand before the cell's code; move the line up")]
    public async Task A_line_that_cannot_be_followed_is_named_before_anything_is_restored(string code, string message)
    {
        var (outcome, outputs) = await Execute(code, TestContext.Current.CancellationToken);
        Assert.Equal("cell 1, " + message, Assert.IsType<CellOutcome.Failed>(outcome).Error.Value);
        Assert.Single(outputs);
    }

    [Fact]
    public async Task A_package_or_a_version_that_no_source_has_is_one_message_that_names_the_line()
    {
        Pack("Known", "1.0.0", Constant("Known", "1.0.0"));
        var error = await RunBadly("#r \"nuget: Known, 1.0.0\"\n#r \"nuget: Unknown, 1.0.0\"");
        Assert.Equal(
            "cell 1, line 2, column 1: error NU1101: Unable to find package Unknown. No packages exist with this id in "
                + "source(s): feed; check the name, or add the source that has it: #i \"nuget: URL or folder\"",
            SdkSource().Replace(error.Value, ""));
        var (_, shown) = await Execute("#r \"nuget: Known, 7.0.0\"", TestContext.Current.CancellationToken);
        error = Assert.IsType<ErrorOutput>(shown[^1]);
        Assert.Equal("Not restored: Known 7.0.0", Plain(shown[..1]));
        Assert.StartsWith(
            "cell 2, line 1, column 1: error NU1102: Unable to find package Known with version (>= 7.0.0) (",
            error.Value);
        Assert.EndsWith("; ask for a version that exists", error.Value);
        var outputs = await RunWell("#r \"nuget: Known, 1.0.0\"\nKnown.Version");
        Assert.Equal("Installed package: Known, 1.0.0\n1.0.0", Shown(outputs));
    }

    [Fact]
    public async Task Versions_that_do_not_go_together_and_sources_that_are_gone_cost_the_session_nothing()
    {
        Pack("Known", "1.0.0", Constant("Known", "1.0.0"));
        Pack("Known", "0.9.0", Constant("Known", "0.9.0"));
        Pack("Needy", "1.0.0", "public class Needy { public static string Below => Known.Version; }", ["Known 1.0.0"]);
        var error = await RunBadly("#r \"nuget: Needy, 1.0.0\"\n#r \"nuget: Known, 0.9.0\"");
        Assert.Matches(
            "^cell 1, line [12], column 1: error NU1605: Detected package downgrade: Known from 1.0.0 to 0.9.0.*; "
                + "ask for versions that go together$",
            error.Value);
        await RunWell("#r \"nuget: Known, 1.0.0\"");

        Pack("Later", "1.0.0", Constant("Later", "1.0.0"));
        Configure("feed", "gone");
        error = await RunBadly("#r \"nuget: Later, 1.0.0\"");
        Assert.Equal(
            "cell 3, line 1, column 1: error NU1301: The local source 'gone' doesn't exist; "
                + "check the network, the #i lines and NuGet.config",
            error.Value);
        Assert.Equal("1.0.0", Plain(await RunWell("Known.Version")));
    }

    [Fact]
    public async Task A_cell_that_is_cancelled_ends_its_restore()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        Configure($"http://{silent.LocalEndpoint}/index.json");
        using var cancel = new CancellationTokenSource();
        var run = Execute("#r \"nuget: Never, 1.0.0\"", cancel.Token);
        var test = TestContext.Current.CancellationToken;
        using var asked = await silent.AcceptTcpClientAsync(test);
        await cancel.CancelAsync();
        var (outcome, outputs) = await run;
        Assert.IsType<CellOutcome.Cancelled>(outcome);
        Assert.Equal("Not restored: Never 1.0.0", Plain(outputs));

        // The end of the program that asked closes its connection.
        await EndOf(asked.GetStream(), test).WaitAsync(TimeSpan.FromSeconds(30), test);
    }

    private static async Task EndOf(NetworkStream stream, CancellationToken cancel)
    {
        var buffer = new byte[4096];
        try
        {
            while (await stream.ReadAsync(buffer, cancel) > 0) { }
        }
        catch (IOException)
        {
            // Closed without a word.
        }
    }

    // Some SDKs bring a folder of packages of their own, which is a source too.
    [GeneratedRegex("[^ ,]*library-packs, |, [^ ,;]*library-packs")]
    private static partial Regex SdkSource();
}
