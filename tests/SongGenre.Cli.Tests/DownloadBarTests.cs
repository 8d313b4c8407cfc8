using SongGenre.Data;

namespace SongGenre.Cli.Tests;

public sealed class DownloadBarTests
{
    [Fact]
    public void On_a_terminal_the_bar_moves_and_lines_stand_below_it()
    {
        var half = "\r" + new string('█', 20) + new string('░', 20) + "   1024 of 2048 KB";
        var full = "\r" + new string('█', 40) + "   2048 of 2048 KB";
        Assert.Equal($"{half}\ntrying again\n{half}{full}\ndone\n", Shown(live: true));
    }

    [Fact]
    public void Elsewhere_there_are_only_the_lines() => Assert.Equal("trying again\ndone\n", Shown(live: false));

    private static string Shown(bool live)
    {
        using var log = new StringWriter { NewLine = "\n" };
        using (var bar = new DownloadBar(log, live))
        {
            bar.Report(new DownloadProgress(1 << 20, 2 << 20));
            bar.WriteLine("trying again");
            bar.Report(new DownloadProgress(1 << 20, 2 << 20));
            bar.Report(new DownloadProgress(2 << 20, 2 << 20));
            bar.WriteLine("done");
        }

        return log.ToString();
    }
}
