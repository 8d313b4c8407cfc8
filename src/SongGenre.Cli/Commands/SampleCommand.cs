using System.CommandLine;
using SongGenre.Data;

namespace SongGenre.Cli.Commands;

internal static class SampleCommand
{
    public static Command Create()
    {
        var rows = new Option<int>("--rows")
        {
            Description = "How many songs",
            HelpName = "N",
            DefaultValueFactory = _ => 20_000,
        };
        var seed = new Option<int>("--seed")
        {
            Description = "Same seed, same bytes",
            HelpName = "S",
            DefaultValueFactory = _ => 42,
        };
        var output = new Option<string>("--out")
        {
            Description = "The file, Parquet or CSV by its ending",
            HelpName = "FILE",
            Required = true,
        };
        var command = new ExampleCommand("sample", "Generate synthetic songs that behave like the real ones.",
            "songgenre sample --rows 1000000 --seed 7 --out artifacts/large.parquet")
        {
            rows, seed, output,
        };
        command.SetAction(parsed =>
        {
            var file = parsed.GetValue(output)!;
            TableFile.CheckName(file);
            TableFile.Write(SongSample.Generate(parsed.GetValue(rows), parsed.GetValue(seed)), file);
            parsed.InvocationConfiguration.Error.WriteLine(
                $"wrote {parsed.GetValue(rows)} generated songs to {file} ({DataSource.SyntheticNotice})");
        });
        return command;
    }
}
