using SongGenre.Data;
using SongGenre.Tracking;

namespace SongGenre.Cli;

/// <summary>The songs that a report's notebooks share.</summary>
internal static class ReportData
{
    /// <summary>Finds the songs once for all notebooks; a generated sample is written to a file that they can
    /// share.</summary>
    public static (Songs Songs, DataSource Source) Find(string? data, TextWriter log)
    {
        var songs = CommonOptions.LoadSongs(data, log);
        if (songs.Source.Origin != DataOrigin.Sample)
        {
            return (songs, songs.Source with { File = Path.GetFullPath(songs.Source.File) });
        }

        var file = Path.Combine(Repository.Root, "artifacts", "data", "sample.parquet");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        TableFile.Write(songs.Table, file);
        var shared = SongData.Read(file);
        return (shared, shared.Source with { Origin = DataOrigin.Sample });
    }

    /// <summary>
    /// The variables by which the notebooks find the same data and the overrides, and by which runs that they open are
    /// parts of the report's.
    /// </summary>
    public static Dictionary<string, string> Environment(
        DataSource source, string[] overrides, TrackingOptions tracking, string run)
    {
        var variables = new Dictionary<string, string> { [SongData.FileVariable] = source.File };
        variables[Experiment.SetVariable] = string.Join('\n', Overrides(overrides));
        foreach (var (name, value) in tracking.ForParts(run)) variables[name] = value;
        return variables;
    }

    /// <summary>All overrides in force: the environment's, then those of the command line.</summary>
    public static IReadOnlyList<string> Overrides(string[] given)
    {
        var inherited = System.Environment.GetEnvironmentVariable(Experiment.SetVariable) ?? "";
        return [.. inherited.Split('\n', StringSplitOptions.RemoveEmptyEntries), .. given];
    }

    /// <summary>The experiment that the notebooks will find: the one beside them; null where there is none.</summary>
    /// <exception cref="UsageException">The notebooks lie in several folders, each with an experiment of its
    /// own.</exception>
    public static string? ExperimentOf(IEnumerable<string> notebooks)
    {
        var folders = notebooks.Select(Path.GetDirectoryName).Distinct().ToList();
        if (folders.Count > 1)
        {
            throw new UsageException(
                "the notebooks of one report come from one folder: report each folder by itself");
        }

        var file = Path.Combine(folders[0]!, "experiment.yaml");
        return File.Exists(file) ? Path.GetRelativePath(Directory.GetCurrentDirectory(), file) : null;
    }
}
