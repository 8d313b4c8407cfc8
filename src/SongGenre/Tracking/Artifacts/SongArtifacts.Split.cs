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
    /// <param name="options">What it was made by, which the versions' properties then tell. Default unknown.</param>
    /// <returns>The three versions in that order.</returns>
    /// <exception cref="SongGenreException">See <see cref="ArtifactStore"/>.</exception>
    public static IReadOnlyList<ArtifactVersion> AddSplit(
        this ArtifactStore store, CleanSongs songs, Split split, ArtifactRun? run = null, SplitOptions? options = null)
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
        var properties = options is null ? [] : new Experiment { Split = options }.Flatten()
            .Where(knob => knob.Key.StartsWith("split.", StringComparison.Ordinal));
        return [Add("train", split.Train), Add("validation", split.Validation), Add("test", split.Test)];

        ArtifactVersion Add(string name, int[] rows)
        {
            var part = Songs.Rows(songs.Table, rows);
            part.Columns.Add(new Int64DataFrameColumn(PositionName, rows.Select(row => (long)row)));
            return store.Add(name, part, facts, run, properties: properties);
        }
    }

    /// <summary>
    /// Reads what a model is trained on, alone: no row of the other side is touched. A training on it gives the same
    /// model as one on the songs that were split.
    /// </summary>
    /// <param name="store">The store.</param>
    /// <param name="train">The version of the training rows. Default <c>train:latest</c>.</param>
    /// <param name="validation">The version of the validation rows. Default <c>validation:latest</c>.</param>
    /// <param name="run">The run that uses them, which the lineage then tells. Default none.</param>
    /// <returns>The training rows as songs of their own, and a split of these without test rows.</returns>
    /// <exception cref="SongGenreException">
    /// A version is unknown or damaged, or holds other things, or the two are no parts of one split.
    /// </exception>
    public static (CleanSongs Songs, Split Split) ReadTraining(
        this ArtifactStore store, string train = "train", string validation = "validation", ArtifactRun? run = null)
    {
        var (version, facts, table) = store.ReadPart(train, run);
        var (held, heldFacts, heldTable) = store.ReadPart(validation, run);
        var places = Positions(table).Index().ToDictionary(place => place.Item, place => place.Index);
        int[] rows = [.. Positions(heldTable).Select(row => places.GetValueOrDefault(row, -1))];
        if (facts.Whole != heldFacts.Whole || rows.Contains(-1))
        {
            throw new SongGenreException(
                $"{version.Reference}, {held.Reference}: are no parts of one split; name versions that one run made.");
        }

        table.Columns.Remove(PositionName);
        var split = new Split
        {
            Name = facts.Split!,
            ContaminatedRows = facts.ContaminatedRows!.Value,
            Train = [.. Enumerable.Range(0, places.Count)],
            Validation = rows,
            Test = [],
        };
        return (new(table, Source(version, facts), facts.Cleaning!, SongData.Genres, Songs.LabelsOf(table)), split);
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
        ArtifactRun? run = null)
    {
        ArgumentNullException.ThrowIfNull(songs);
        var whole = TableHash.Compute(songs.Table);
        SongFacts? first = null;
        var rows = ((string?[])[train, validation, test]).Select(reference =>
        {
            if (reference is null) return [];
            var (version, facts, table) = store.ReadPart(reference, run);
            if (facts.Whole != whole)
            {
                throw new SongGenreException(
                    $"{version.Reference}: is a part of other songs than {songs.Source.File}; split these.");
            }

            first ??= facts;
            return Positions(table);
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

    private static (ArtifactVersion Version, SongFacts Facts, DataFrame Table) ReadPart(
        this ArtifactStore store, string reference, ArtifactRun? run)
    {
        var read = store.Read(reference, run);
        return read.Facts.Kind == "part" ? read : throw Other(read.Version, "part of a split");
    }

    private static int[] Positions(DataFrame part) =>
        [.. ((Int64DataFrameColumn)part.Columns[PositionName]).Select(row => (int)row!.Value)];
}
