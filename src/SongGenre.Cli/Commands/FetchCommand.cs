using System.CommandLine;
using SongGenre.Data;

namespace SongGenre.Cli.Commands;

internal static class FetchCommand
{
    public static Command Create()
    {
        var output = new Option<string?>("--out")
        {
            Description = "Also write the verified table here, as Parquet or CSV by the ending",
            HelpName = "FILE",
        };
        var command = new ExampleCommand("fetch", "Download the data set into data/raw/ and verify its hash.",
            "songgenre fetch", "songgenre fetch --out songs.csv")
        {
            output,
        };
        command.SetAction(parsed =>
        {
            using var bar = new DownloadBar(parsed.InvocationConfiguration.Error);
            var source = SongData.Fetch(parsed.GetValue(output), bar, bar.WriteLine);
            bar.WriteLine($"{source.File}: {source.Describe()}");
            if (parsed.GetValue(output) is { } file) bar.WriteLine($"wrote the table to {file}");
        });
        return command;
    }
}
