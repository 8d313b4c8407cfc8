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
        command.SetAction((parsed, cancel) =>
        {
            var error = parsed.InvocationConfiguration.Error;
            using var bar = new DownloadBar();
            SongData.Fetch(parsed.GetValue(output), bar, error.WriteLine);
            return Task.FromResult(0);
        });
        return command;
    }
}
