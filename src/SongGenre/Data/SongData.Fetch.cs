using Microsoft.Data.Analysis;

namespace SongGenre.Data;

public static partial class SongData
{
    /// <summary>
    /// Gets the published data set: leaves a verified one under <c>data/raw/</c> as it is, downloads it otherwise.
    /// </summary>
    /// <param name="outFile">
    /// Where to write the table too, as Parquet, CSV or JSON lines by the name's ending; null for nowhere.
    /// </param>
    /// <param name="progress">Takes the progress of a download; null for none.</param>
    /// <param name="log">Takes one-line messages about failed tries; null for none.</param>
    /// <returns>The verified file under <c>data/raw/</c>.</returns>
    /// <exception cref="SongGenreException">
    /// The data set can't be downloaded, differs from the published one, or can't be written.
    /// </exception>
    public static DataSource Fetch(
        string? outFile = null, IProgress<DownloadProgress>? progress = null, Action<string>? log = null) =>
        Fetch(outFile, progress, log, Card, Repository.Root, HttpLimits.Default);

    internal static DataSource Fetch(
        string? outFile,
        IProgress<DownloadProgress>? progress,
        Action<string>? log,
        DataSetCard card,
        string root,
        HttpLimits limits)
    {
        if (outFile is not null) TableFile.CheckName(outFile);
        var songs = Published(log, progress, card, root, limits);
        if (outFile is not null)
            TableFile.Write(new DataFrame(Card.Schema.Select(column => songs.Table.Columns[column.Name])), outFile);
        return songs.Source;
    }
}
