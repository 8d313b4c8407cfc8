using Microsoft.Data.Analysis;
using SongGenre.Data;

namespace SongGenre.Tracking.Artifacts;

public static partial class SongArtifacts
{
    private const string PositionName = "position";

    /// <summary>
    /// Adds a split's tables as <c>train</c> (which includes the validation rows, as <see cref="Split.Train"/> does),
    /// <c>validation</c> and <c>test</c>: the rows of the cleaned songs with all their columns, then <c>position</c>,
    /// each row's place among them.
    /// </summary>
    /// <param name="store">The store.</param>
    /// <param name="songs">The songs that were split.</param>
    /// <param name="split">The split.</param>
    /// <param name="run">The run that made it. Default none.</param>
    /// <returns>The three versions in that order.</returns>
    /// <exception cref="SongGenreException">See <see cref="ArtifactStore"/>.</exception>
    public static IReadOnlyList<ArtifactVersion> AddSplit(
        this ArtifactStore store, CleanSongs songs, Split split, string? run = null)
    {
        ArgumentNullException.ThrowIfNull(songs);
        ArgumentNullException.ThrowIfNull(split);
        var facts = Facts("part", songs.Source) with
        {
            Cleaning = songs.Report,
            Split = split.Name,
            Whole = TableHash.Compute(songs.Table),
            ContaminatedRows = split.ContaminatedRows,
        };
        return [Add("train", split.Train), Add("validation", split.Validation), Add("test", split.Test)];

        ArtifactVersion Add(string name, int[] rows)
        {
            var part = Songs.Rows(songs.Table, rows);
            part.Columns.Add(new Int64DataFrameColumn(PositionName, rows.Select(row => (long)row)));
            return store.Add(name, part, facts, run);
        }
    }

    /// <summary>Reads a split back.</summary>
    /// <param name="store">The store.</param>
    /// <param name="songs">The songs that were split.</param>
    /// <param name="train">The version of the training rows. Default <c>train:latest</c>.</param>
    /// <param name="validation">The version of the validation rows. Default <c>validation:latest</c>.</param>
    /// <param name="test">
    /// The version of the test rows; null leaves them unread, so that lineage shows that a training did not use them.
    /// Default <c>test:latest</c>.
    /// </param>
    /// <param name="run">The run that uses them, which the lineage then tells. Default none.</param>
    /// <returns>The split as <see cref="AddSplit"/> was given it, without test rows where they are unread.</returns>
    /// <exception cref="SongGenreException">
    /// A version is unknown or damaged, holds other things, or is a part of other songs or of another split.
    /// </exception>
    public static Split ReadSplit(
        this ArtifactStore store,
        CleanSongs songs,
        string train = "train",
        string validation = "validation",
        string? test = "test",
        string? run = null)
    {
        ArgumentNullException.ThrowIfNull(songs);
        var whole = TableHash.Compute(songs.Table);
        SongFacts? first = null;
        var rows = ((string?[])[train, validation, test]).Select(reference =>
        {
            if (reference is null) return [];
            var (version, facts, table) = store.Read(reference, run);
            if (facts.Kind != "part") throw Other(version, "part of a split");
            if (facts.Whole != whole)
            {
                throw new SongGenreException(
                    $"{version.Reference}: is a part of other songs than {songs.Source.File}; split these.");
            }

            first ??= facts;
            return ((Int64DataFrameColumn)table.Columns[PositionName]).Select(row => (int)row!.Value).ToArray();
        }).ToArray();
        // Equal rows cannot stand on both sides of a split that counts none.
        if (rows[1].Except(rows[0]).Any() || (first!.ContaminatedRows == 0 && rows[0].Intersect(rows[2]).Any()))
        {
            throw new SongGenreException(
                $"{train}, {validation}{(test is null ? "" : $", {test}")}: are no parts of one split; "
                + "name versions that one run made.");
        }

        return new Split
        {
            Name = first.Split!,
            ContaminatedRows = first.ContaminatedRows!.Value,
            Train = rows[0],
            Validation = rows[1],
            Test = rows[2],
        };
    }
}
