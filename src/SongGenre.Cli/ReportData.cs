using SongGenre.Data;

namespace SongGenre.Cli;

/// <summary>The songs that a report's notebooks share.</summary>
internal static class ReportData
{
    /// <summary>Finds the songs once for all notebooks; a generated sample is written to a file that they can
    /// share.</summary>
    public static DataSource Find(string? data, TextWriter log)
    {
        var songs = CommonOptions.LoadSongs(data, log);
        if (songs.Source.Origin != DataOrigin.Sample)
        {
            return songs.Source with { File = Path.GetFullPath(songs.Source.File) };
        }

        var file = Path.Combine(Repository.Root, "artifacts", "data", "sample.parquet");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        TableFile.Write(songs.Table, file);
        return SongData.Read(file).Source with { Origin = DataOrigin.Sample };
    }

    /// <summary>The variables by which the notebooks find the same data and the overrides.</summary>
    public static Dictionary<string, string> Environment(DataSource source, string[] overrides)
    {
        var variables = new Dictionary<string, string> { [SongData.FileVariable] = source.File };
        var inherited = System.Environment.GetEnvironmentVariable(Experiment.SetVariable);
        var all = inherited is { Length: > 0 } ? overrides.Prepend(inherited) : overrides;
        if (overrides.Length > 0) variables[Experiment.SetVariable] = string.Join('\n', all);
        return variables;
    }
}
