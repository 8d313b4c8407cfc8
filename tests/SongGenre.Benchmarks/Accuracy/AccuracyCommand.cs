using System.Globalization;
using SongGenre.Data;

namespace SongGenre.Benchmarks.Accuracy;

/// <summary><c>accuracy cv</c> and <c>accuracy export</c>; README.md beside this file tells what for.</summary>
internal static class AccuracyCommand
{
    private const string Usage = """
        accuracy cv EXPERIMENT.yaml ["key=value key=value" ...]
        accuracy export EXPERIMENT.yaml SPLIT FOLDER
        """;

    public static void Run(string[] args)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        switch (args)
        {
            case ["cv", var file]:
                CrossValidation.Run(SongData.Load().Clean(), file, [""]);
                break;
            case ["cv", var file, .. var configurations]:
                CrossValidation.Run(SongData.Load().Clean(), file, configurations);
                break;
            case ["export", var file, var split, var folder]:
                MatrixExport.Run(SongData.Load().Clean(), Experiment.Load(file, ["split.kind=" + split]), folder);
                break;
            default:
                Console.Error.WriteLine(Usage);
                break;
        }
    }
}
