using System.Globalization;
using SongGenre.Evaluation;
using SongGenre.Tracking.Mlflow;

namespace SongGenre.Tracking.Review;

/// <summary>A run with the results that it left in files.</summary>
public sealed record RunResults
{
    private const string PredictionsFile = "predictions/test.csv";
    private const string ImportancesFile = "importances.csv";
    private const string DiffFile = "environment/git.diff";

    /// <summary>The run.</summary>
    public required Run Run { get; init; }

    /// <summary>What it predicted of its test rows (<c>predictions/test.csv</c>); null where it left none.</summary>
    public required TestPredictions? Predictions { get; init; }

    /// <summary>Feature to importance (<c>importances.csv</c>); null where it left none.</summary>
    public required IReadOnlyDictionary<string, double>? Importances { get; init; }

    /// <summary>The changes that were in no commit (<c>environment/git.diff</c>); null where it left none.</summary>
    public required string? Diff { get; init; }

    /// <summary>Reads a run's results.</summary>
    /// <param name="store">Where it is.</param>
    /// <param name="run">The run.</param>
    /// <exception cref="SongGenreException">A file is there but isn't what its name says.</exception>
    public static RunResults Read(IRunStore store, Run run) => new()
    {
        Run = run,
        Predictions = Read(store, run, PredictionsFile, ReadPredictions),
        Importances = Read(store, run, ImportancesFile, lines => lines.Skip(1).ToDictionary(
            line => line[0], line => Number(line[1]))),
        Diff = ReadDiff(store, run),
    };

    private static string? ReadDiff(IRunStore store, Run run)
    {
        using var stream = Open(store, run, DiffFile);
        if (stream is null) return null;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private static TestPredictions ReadPredictions(IEnumerable<string[]> lines)
    {
        string[] genres = [];
        List<long> rows = [];
        List<int> labels = [];
        List<double> values = [];
        foreach (var line in lines)
        {
            if (genres.Length == 0)
            {
                if (line is not ["row", "genre", _, ..])
                    throw new FormatException("begins with other columns than row, genre and the genres");
                genres = line[2..];
                continue;
            }

            var label = Array.IndexOf(genres, line[1]);
            if (label < 0 || line.Length != genres.Length + 2)
                throw new FormatException($"line {rows.Count + 2} doesn't fit the columns");
            rows.Add(long.Parse(line[0], CultureInfo.InvariantCulture));
            labels.Add(label);
            values.AddRange(line.Skip(2).Select(Number));
        }

        return new(genres, rows, labels, new(Math.Max(genres.Length, 1), [.. values]));
    }

    private static double Number(string text) => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);

    private static T? Read<T>(IRunStore store, Run run, string path, Func<IEnumerable<string[]>, T> read)
        where T : class
    {
        using var stream = Open(store, run, path);
        if (stream is null) return null;
        try
        {
            using var reader = new StreamReader(stream);
            return read(CsvLines.Read(reader));
        }
        catch (Exception e) when (e is FormatException or OverflowException or ArgumentException
            or IndexOutOfRangeException or SongGenreException)
        {
            throw new SongGenreException(
                $"{path} of the run {run.Info.Id} can't be read: {e.Message.ReplaceLineEndings(" ")}", e);
        }
    }

    private static Stream? Open(IRunStore store, Run run, string path)
    {
        var slash = path.LastIndexOf('/');
        var files = store.ListArtifacts(run.Info.ArtifactUri, slash < 0 ? "" : path[..slash]);
        return files.Any(file => file.Path == path) ? store.OpenArtifact(run.Info.ArtifactUri, path) : null;
    }
}
