using System.CommandLine;
using SongGenre.Data;
using SongGenre.Tracking.Mlflow;
using SongGenre.Tracking.Review;

namespace SongGenre.Cli;

/// <summary>Options that several commands share, and what they turn into.</summary>
internal static class CommonOptions
{
    public static Option<bool> Verbose { get; } = new("--verbose")
    {
        Description = "Show the stack trace of a failure",
        Recursive = true,
    };

    private const string DataDescription = "The songs: a Parquet or CSV file, or a folder that holds it";

    public static Option<string?> Data() => new("--data")
    {
        Description = DataDescription
            + ". Default: SONGGENRE_DATA, then data/raw/, then a download, then a generated sample",
        HelpName = "FILE",
    };

    public static Option<string> RequiredData() => new("--data")
    {
        Description = DataDescription,
        HelpName = "FILE",
        Required = true,
    };

    public static Option<string> Model() => new("--model")
    {
        Description = "A folder that 'train --model-out' wrote, or a model on record: models:/NAME@ALIAS, "
            + "models:/NAME/VERSION, models:/m-ID or runs:/RUN/model",
        HelpName = "MODEL",
        Required = true,
    };

    public static Option<string?> Config() => new("--config")
    {
        Description = "The experiment's YAML file. Default: notebooks/experiment.yaml",
        HelpName = "FILE",
    };

    public static Option<string[]> Set() => new("--set")
    {
        Description = "Override one key of the experiment, such as forest.n_estimators=200; may be repeated",
        HelpName = "KEY=VALUE",
    };

    public static Option<string?> RunStore() => new("--store")
    {
        Description = "Where runs are on record: sqlite:///PATH, a path, or a server's address. "
            + "Default: MLFLOW_TRACKING_URI, then mlflow.db in the repository",
        HelpName = "URI",
        Recursive = true,
    };

    public static Option<string?> RunExperiment() => new("--experiment")
    {
        Description = "The experiment's name. Default: MLFLOW_EXPERIMENT_NAME, then song-genre",
        HelpName = "NAME",
        Recursive = true,
    };

    public static Option<bool> Json() => new("--json")
    {
        Description = "Print one JSON object to standard output, everything else to standard error",
    };

    /// <summary>The experiment, with a broken file told from a broken override.</summary>
    public static Experiment LoadExperiment(string? file, IReadOnlyList<string> overrides)
    {
        var fromFile = Experiment.Load(file);
        try
        {
            return overrides.Count == 0 ? fromFile : Experiment.Load(file, overrides);
        }
        catch (SongGenreException wrong)
        {
            throw new UsageException(wrong.Message);
        }
    }

    /// <summary>Loads a model from a folder or from the store.</summary>
    public static GenreModel LoadModel(string model, TextWriter log) =>
        ModelFolder.Load(model, () => TrackingStore.Open(log.WriteLine));

    /// <summary>A model's folder, that of the command line or the store's.</summary>
    public static ModelFolder OpenModel(string model, TextWriter log) =>
        ModelFolder.Open(model, () => TrackingStore.Open(log.WriteLine));

    /// <summary>Loads the songs, saying where they came from and showing a download.</summary>
    public static Songs LoadSongs(string? file, TextWriter log, bool requireGenre = true)
    {
        using var bar = new DownloadBar(RecordedWriter.Screen(log));
        return SongData.Load(file, Write, bar, requireGenre);

        void Write(string line)
        {
            bar.WriteLine(line);
            if (RecordedWriter.Screen(log) != log) RecordedWriter.Note(log, line);
        }
    }

    /// <summary>The runs on record.</summary>
    public static RunArchive OpenRuns(ParseResult parsed, Option<string?> store, Option<string?> experiment) =>
        RunArchive.Open(
            parsed.GetValue(store),
            parsed.GetValue(experiment),
            line => parsed.InvocationConfiguration.Error.WriteLine($"note: {line}"));
}
