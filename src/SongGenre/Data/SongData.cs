using Microsoft.Data.Analysis;

namespace SongGenre.Data;

/// <summary>Finds, verifies and reads the data set.</summary>
public static partial class SongData
{
    /// <summary>The environment variable that names the data file, or the folder that holds it.</summary>
    public const string FileVariable = "SONGGENRE_DATA";

    private const int SampleRows = 20_000;
    private const int SampleSeed = 42;

    /// <summary>What is known of the published data set.</summary>
    public static DataSetCard Card => DataSetCard.Embedded;

    /// <summary>The 15 genres in ordinal order.</summary>
    public static IReadOnlyList<string> Genres { get; } =
        [.. Card.Schema.Single(column => column.Name == "genre").Values!.Order(StringComparer.Ordinal)];

    /// <summary>
    /// Reads the first that there is of: the file given; the file or folder that <c>SONGGENRE_DATA</c> names; the
    /// published file under <c>data/raw/</c>; the published file, downloaded to there; a generated sample.
    /// </summary>
    /// <param name="file">A Parquet or CSV file, or the folder that holds it; null to search.</param>
    /// <param name="log">Takes one-line messages: where the data was found, and what failed before; null for none.</param>
    /// <param name="progress">Takes the progress of a download; null for none.</param>
    /// <param name="requireGenre">As in <see cref="Read(string, bool)"/>, for a file that was named.</param>
    /// <exception cref="SongGenreException">A file that was named can't be read or holds something else.</exception>
    public static Songs Load(
        string? file = null,
        Action<string>? log = null,
        IProgress<DownloadProgress>? progress = null,
        bool requireGenre = true)
    {
        var named = Environment.GetEnvironmentVariable(FileVariable);
        if (file is not null || string.IsNullOrEmpty(named))
            return Load(file, log, progress, Card, Repository.Root, HttpLimits.Default, requireGenre);
        try
        {
            return Load(named, log, progress, Card, Repository.Root, HttpLimits.Default, requireGenre);
        }
        catch (SongGenreException e)
        {
            throw new SongGenreException($"{FileVariable}: {e.Message}", e);
        }
    }

    /// <summary>Reads a file without a search.</summary>
    /// <param name="file">A Parquet or CSV file, or the folder that holds it.</param>
    /// <param name="requireGenre">
    /// Whether each row needs a known genre. Otherwise the column or its values may be missing or unknown, and the
    /// labels of those rows are −1.
    /// </param>
    /// <exception cref="SongGenreException">The file can't be read or holds something else.</exception>
    public static Songs Read(string file, bool requireGenre = true) => Read(file, requireGenre, DataOrigin.Given, Card);

    internal static Songs Load(
        string? file,
        Action<string>? log,
        IProgress<DownloadProgress>? progress,
        DataSetCard card,
        string root,
        HttpLimits limits,
        bool requireGenre = true)
    {
        var songs = Find();
        log?.Invoke($"{(songs.Source.IsSynthetic ? DataSource.SyntheticNotice : "Data")}: {songs.Source.File}");
        return songs;

        Songs Find()
        {
            if (file is not null) return Read(file, requireGenre, DataOrigin.Given, card);
            try
            {
                return Published(log, progress, card, root, limits);
            }
            // Songs that came and can't be kept are no reason to go on with generated ones.
            catch (SongGenreException e) when (e.InnerException is not (IOException or UnauthorizedAccessException))
            {
                log?.Invoke(e.Message);
                return LoadSample(log);
            }
        }
    }

    /// <summary>The published songs from <c>data/raw/</c>, downloaded to there if need be.</summary>
    private static Songs Published(
        Action<string>? log,
        IProgress<DownloadProgress>? progress,
        DataSetCard card,
        string root,
        HttpLimits limits)
    {
        var file = Path.Combine(root, "data", "raw", card.File);
        if (!File.Exists(file)) return Downloaded();
        try
        {
            var songs = Read(file, requireGenre: true, DataOrigin.Raw, card);
            if (songs.Source.IsPublished) return songs;
            log?.Invoke($"{file}: is not the published file; downloading that again.");
        }
        catch (SongGenreException e)
        {
            log?.Invoke($"{e.Message} Downloading it again.");
        }

        return Downloaded();

        Songs Downloaded()
        {
            Download.Run(card, file, limits, progress, log);
            return Read(file, requireGenre: true, DataOrigin.Download, card);
        }
    }

    private static Songs Read(string path, bool requireGenre, DataOrigin origin, DataSetCard card)
    {
        var file = DataFile.Open(path);
        var table = SongReader.Read(file, requireGenre);
        var sha256 = TableHash.OfFile(file.Path);
        var published = sha256 == card.Sha256
            || (table.Rows.Count == card.Rows && TableHash.Compute(table) == card.ContentSha256);
        var types = table.Columns["type"];
        var synthetic = Enumerable.Range(0, (int)table.Rows.Count).All(row => Equals(types[row], SyntheticType));
        return new Songs(table, new DataSource(origin, file.Path, sha256, published, synthetic));
    }

    /// <summary>The value of the column <c>type</c> that marks generated songs.</summary>
    internal const string SyntheticType = "synthetic_sample";

    private static Songs LoadSample(Action<string>? log)
    {
        var table = SongSample.Generate(SampleRows, SampleSeed);
        table.Columns.Add(new Int64DataFrameColumn("row", Enumerable.Range(0, SampleRows).Select(row => (long)row)));
        var source = new DataSource(
            DataOrigin.Sample, "generated sample", TableHash.Compute(table), IsPublished: false, IsSynthetic: true);
        log?.Invoke($"{source.Describe()}; name the real ones with --data or {FileVariable}");
        return new Songs(table, source);
    }
}
