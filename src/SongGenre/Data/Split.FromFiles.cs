using System.Security.Cryptography;
using System.Text;
using Microsoft.Data.Analysis;

namespace SongGenre.Data;

public sealed partial record Split
{
    /// <summary>
    /// Trains on one file and tests on another. Each is cleaned on its own; then the test rows follow the training rows
    /// in one table, whose column <c>row</c> still counts within each file. Test rows that equal a training row stay
    /// and are counted in <see cref="ContaminatedRows"/>.
    /// </summary>
    /// <param name="train">The training songs, with a genre each.</param>
    /// <param name="test">The test songs, with a genre each.</param>
    /// <param name="options">
    /// The validation part is cut from the training rows by <see cref="SplitOptions.Kind"/>'s grouping,
    /// <see cref="SplitOptions.ValidationSize"/> and <see cref="SplitOptions.Seed"/>; the test size is the test file's.
    /// </param>
    /// <returns>
    /// The merged songs, their <see cref="DataSource.Sha256"/> that of the two files' hashes as text, and the split
    /// <c>files</c>.
    /// </returns>
    /// <exception cref="SongGenreException">
    /// A row has no genre, a file has no row, or no training row is left beside the validation rows.
    /// </exception>
    public static (CleanSongs Songs, Split Split) FromFiles(Songs train, Songs test, SplitOptions options)
    {
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(test);
        ArgumentNullException.ThrowIfNull(options);
        var (first, second) = (train.Clean(), test.Clean());
        RequireLabels(first);
        RequireLabels(second);
        var songs = Merge(first, second);
        var split = Finish(
            songs,
            "files",
            [.. Enumerable.Range(0, first.Count)],
            [.. Enumerable.Range(first.Count, second.Count)],
            Groups(songs, options.Kind),
            options,
            new Random(options.Seed));
        return (songs, split);
    }

    private static CleanSongs Merge(CleanSongs first, CleanSongs second)
    {
        var (a, b) = (first.Source, second.Source);
        var source = new DataSource(
            DataOrigin.Given,
            $"{a.File} and {b.File}",
            Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(a.Sha256 + b.Sha256))),
            IsPublished: false,
            a.IsSynthetic || b.IsSynthetic);
        var report = new CleaningReport(
            first.Report.RowsBefore + second.Report.RowsBefore,
            first.Report.DuplicateRows + second.Report.DuplicateRows,
            first.Report.TitlesFilled + second.Report.TitlesFilled,
            first.Report.SongNamesFilled + second.Report.SongNamesFilled);
        var table = new DataFrame(first.Table.Columns.Select(column => Join(column, second.Table.Columns[column.Name])));
        return new CleanSongs(table, source, report, first.Genres, [.. first.Labels, .. second.Labels]);
    }

    private static DataFrameColumn Join(DataFrameColumn first, DataFrameColumn second) => first switch
    {
        DoubleDataFrameColumn numbers => new DoubleDataFrameColumn(first.Name, numbers.Concat((DoubleDataFrameColumn)second)),
        Int64DataFrameColumn numbers => new Int64DataFrameColumn(first.Name, numbers.Concat((Int64DataFrameColumn)second)),
        _ => new StringDataFrameColumn(first.Name, ((StringDataFrameColumn)first).Concat((StringDataFrameColumn)second)),
    };
}
