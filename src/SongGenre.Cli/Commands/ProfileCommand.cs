using System.CommandLine;
using SongGenre.Data;

namespace SongGenre.Cli.Commands;

internal static class ProfileCommand
{
    public static Command Create()
    {
        var data = CommonOptions.Data();
        var output = new Option<string>("--out")
        {
            Description = "Where the profile is written",
            HelpName = "FILE",
            DefaultValueFactory = _ => "data/profile.json",
        };
        var command = new ExampleCommand("profile", "Compute the figures that the generated sample is made from.",
            "songgenre profile --data data/raw --out data/profile.json")
        {
            data, output,
        };
        command.SetAction(parsed =>
        {
            var error = parsed.InvocationConfiguration.Error;
            var songs = CommonOptions.LoadSongs(parsed.GetValue(data), error);
            if (songs.Source.IsSynthetic)
            {
                throw new SongGenreException(
                    $"{songs.Source.File}: a profile of generated songs would describe the generator; "
                    + "give the real ones with --data FILE");
            }

            SongProfile.Compute(songs).Save(parsed.GetValue(output)!);
            error.WriteLine($"wrote {parsed.GetValue(output)}");
        });
        return command;
    }
}
