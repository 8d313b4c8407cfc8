using System.Security.Cryptography;
using SongGenre.Data;

namespace SongGenre.Cli;

/// <summary>What a report reads and writes besides its notebooks.</summary>
internal static class ReportData
{
    /// <summary>Finds the songs once for all notebooks; a generated sample is written to a file that they can share.</summary>
    public static DataSource Find(string? data, Action<string> log)
    {
        var songs = SongData.Load(data, log);
        if (songs.Source.Origin != DataOrigin.Sample) return songs.Source with { File = Path.GetFullPath(songs.Source.File) };
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

    /// <summary>Removes the pages of an earlier run, which the coming one may not write again.</summary>
    public static void RemoveOld(string folder)
    {
        if (!File.Exists(Path.Combine(folder, "run.json"))) return;
        foreach (var pattern in (string[])["*.html", "*.ipynb", "run.json"])
        {
            foreach (var file in Directory.EnumerateFiles(folder, pattern)) File.Delete(file);
        }
    }

    /// <summary>SHA-256 of each file of a folder by name.</summary>
    public static SortedDictionary<string, string> Hashes(string folder) => new(
        Directory.EnumerateFiles(folder).ToDictionary(
            file => Path.GetFileName(file),
            file => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)))),
        StringComparer.Ordinal);
}
