using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Data.Analysis;
using SongGenre.Data;

namespace SongGenre.Tracking.Artifacts;

/// <summary>
/// Tables of songs as artifacts of type <c>table</c>: <c>table.parquet</c>, the same bytes for the same rows and
/// version of DuckDB, and <c>songs.json</c> with what else is needed to go on from there. Where the songs came from is
/// kept by its hash, not by its path; tables that are read back name their version instead of a file.
/// </summary>
public static partial class SongArtifacts
{
    /// <summary>The type of these artifacts.</summary>
    public const string Type = "table";

    /// <summary>The property of a part of songs that says by which kind of split it was cut.</summary>
    internal const string SplitProperty = "split";

    private const string TableName = "table.parquet";
    private const string FactsName = "songs.json";
    private const string OriginalName = "original";

    private static readonly JsonSerializerOptions Format = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
        RespectNullableAnnotations = true,
    };

    /// <summary>
    /// Adds songs as they stand in their file, and the file itself (<c>original.parquet</c> or <c>original.csv</c>)
    /// where there is one, so that whoever has the store can do everything again.
    /// </summary>
    /// <param name="store">The store.</param>
    /// <param name="songs">The songs.</param>
    /// <param name="name">The artifact's name. Default <c>raw</c>.</param>
    /// <param name="run">The run that made them. Default none.</param>
    /// <exception cref="SongGenreException">See <see cref="ArtifactStore"/>.</exception>
    public static ArtifactVersion AddSongs(
        this ArtifactStore store, Songs songs, string name = "raw", ArtifactRun? run = null)
    {
        ArgumentNullException.ThrowIfNull(songs);
        var (file, sha256) = (songs.Source.File, songs.Source.Sha256);
        return store.Add(
            name, songs.Table, Facts("raw", songs.Source), run, File.Exists(file) ? file : store.ContentOf(sha256));
    }

    /// <summary>Adds cleaned songs.</summary>
    /// <param name="store">The store.</param>
    /// <param name="songs">The songs.</param>
    /// <param name="name">The artifact's name. Default <c>clean</c>.</param>
    /// <param name="run">The run that made them. Default none.</param>
    /// <exception cref="SongGenreException">See <see cref="ArtifactStore"/>.</exception>
    public static ArtifactVersion AddClean(
        this ArtifactStore store, CleanSongs songs, string name = "clean", ArtifactRun? run = null)
    {
        ArgumentNullException.ThrowIfNull(songs);
        return store.Add(name, songs.Table, Facts("clean", songs.Source) with { Cleaning = songs.Report }, run);
    }

    /// <summary>Reads songs back.</summary>
    /// <param name="store">The store.</param>
    /// <param name="reference">The version, such as <c>raw:latest</c>.</param>
    /// <param name="run">The run that uses it, which the lineage then tells. Default none.</param>
    /// <returns>The songs as <see cref="AddSongs"/> was given them.</returns>
    /// <exception cref="SongGenreException">The version is unknown or damaged, or holds other things.</exception>
    public static Songs ReadSongs(this ArtifactStore store, string reference = "raw", ArtifactRun? run = null)
    {
        var (version, facts, table) = store.Read(reference, run);
        return facts.Kind == "raw"
            ? new(table, Source(version, facts))
            : throw Other(version, "songs as they were found");
    }

    /// <summary>Reads cleaned songs back, or a part of them: a training, validation or test table by itself.</summary>
    /// <param name="store">The store.</param>
    /// <param name="reference">The version, such as <c>clean:latest</c> or <c>test:v3</c>.</param>
    /// <param name="run">The run that uses it, which the lineage then tells. Default none.</param>
    /// <returns>
    /// The songs as <see cref="AddClean"/> was given them; of a part its rows, with the report of all songs' cleaning.
    /// </returns>
    /// <exception cref="SongGenreException">The version is unknown or damaged, or holds other things.</exception>
    public static CleanSongs ReadClean(this ArtifactStore store, string reference = "clean", ArtifactRun? run = null)
    {
        var (version, facts, table) = store.Read(reference, run);
        if (facts.Cleaning is null) throw Other(version, "cleaned songs");
        table.Columns.Remove(PositionName);
        return new(table, Source(version, facts), facts.Cleaning, SongData.Genres, Songs.LabelsOf(table));
    }

    private static ArtifactVersion Add(
        this ArtifactStore store,
        string name,
        DataFrame table,
        SongFacts facts,
        ArtifactRun? run,
        string? original = null,
        IEnumerable<KeyValuePair<string, string>>? properties = null)
    {
        ArgumentNullException.ThrowIfNull(store);
        var folder = Directory.CreateTempSubdirectory("songgenre-").FullName;
        try
        {
            Dictionary<string, string> files = new()
            {
                [TableName] = Path.Combine(folder, TableName),
                [FactsName] = Path.Combine(folder, FactsName),
            };
            TableFile.Write(table, files[TableName]);
            File.WriteAllText(files[FactsName], JsonSerializer.Serialize(facts, Format) + "\n");
            if (original is not null)
                files[OriginalName + (DataFile.Open(original).IsParquet ? ".parquet" : ".csv")] = original;
            return store.Add(name, Type, files, Metadata(table, facts, properties ?? []), run);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static (ArtifactVersion Version, SongFacts Facts, DataFrame Table) Read(
        this ArtifactStore store, string reference, ArtifactRun? run)
    {
        ArgumentNullException.ThrowIfNull(store);
        var version = run is null ? store.Find(reference) : store.Use(reference, run);
        if (!version.Files.Any(f => f.Path == FactsName)) throw Other(version, "songs");
        using var facts = store.OpenRead(version, FactsName);
        using var table = store.OpenRead(version, TableName);
        try
        {
            return (version, JsonSerializer.Deserialize<SongFacts>(facts, Format)!, TableFile.Read(table.Name));
        }
        catch (JsonException e)
        {
            throw Other(version, "songs of a version of this program that is known here", e);
        }
    }

    private static SongFacts Facts(string kind, DataSource source) => new()
    {
        Kind = kind,
        SourceSha256 = source.Sha256,
        IsPublished = source.IsPublished,
        IsSynthetic = source.IsSynthetic,
    };

    private static DataSource Source(ArtifactVersion version, SongFacts facts) =>
        new(DataOrigin.Given, version.Reference, facts.SourceSha256, facts.IsPublished, facts.IsSynthetic);

    private static ArtifactMetadata Metadata(
        DataFrame table, SongFacts facts, IEnumerable<KeyValuePair<string, string>> known)
    {
        var properties = new Dictionary<string, string> { ["kind"] = facts.Kind };
        if (facts.Split is { } split) properties[SplitProperty] = split;
        if (facts.IsSynthetic) properties["notice"] = DataSource.SyntheticNotice;
        foreach (var (key, value) in known) properties[key] = value;
        return new()
        {
            Schema = [.. table.Columns.Select(column => new ArtifactColumn(column.Name, TypeOf(column)))],
            Rows = new Dictionary<string, long> { [TableName] = table.Rows.Count },
            Properties = properties,
        };
    }

    private static string TypeOf(DataFrameColumn column) => column switch
    {
        DoubleDataFrameColumn => "double",
        StringDataFrameColumn => "string",
        BooleanDataFrameColumn => "bool",
        _ => "int64",
    };

    private static SongGenreException Other(ArtifactVersion version, string wanted, Exception? cause = null) =>
        new($"{version.Reference}: holds no {wanted}; name another artifact.", cause!);
}
