namespace SongGenre.Data;

public sealed partial record Split
{
    /// <summary>
    /// Divides songs into training, validation and test rows.
    /// <list type="bullet">
    /// <item><c>random</c>: every genre's share on the test side is <see cref="SplitOptions.TestSize"/> within one
    /// row.</item>
    /// <item><c>track</c>: rows whose recording is the same (equal in all audio columns but <c>loudness</c>) go to one
    /// side. Shares hold within one row wherever a genre has enough recordings with one row.</item>
    /// <item><c>playlist</c>: rows with the same <c>title</c> go to one side; rows without one are grouped by
    /// recording. Playlists are few and large, so their genres' shares hold only about: within 40 of about 3,000 rows
    /// on the published songs.</item>
    /// <item><c>published</c>: the test rows are the published ones, the training rows all others.</item>
    /// <item><c>as-published</c>: the published training and test rows, which overlap.</item>
    /// </list>
    /// The validation part is cut from the training rows with the same grouping (stratified at random for the published
    /// kinds).
    /// </summary>
    /// <param name="songs">Songs with a genre each.</param>
    /// <param name="options">Kind, shares and seed.</param>
    /// <returns>The split; the same for the same songs and options on every machine.</returns>
    /// <exception cref="SongGenreException">
    /// There are too few rows or groups to fill both sides, a row has no genre, or the kind needs the published data
    /// set and these songs are others.
    /// </exception>
    public static Split Create(CleanSongs songs, SplitOptions options)
    {
        ArgumentNullException.ThrowIfNull(songs);
        ArgumentNullException.ThrowIfNull(options);
        RequireLabels(songs);
        var random = new Random(options.Seed);
        var groups = Groups(songs, options.Kind);
        var (train, test) = options.Kind switch
        {
            "published" => PublishedTest(songs, options),
            "as-published" => (PublishedRows(songs, options, "train"), PublishedRows(songs, options, "test")),
            _ => Cut(songs, Enumerable.Range(0, songs.Count).ToArray(), groups, options, random),
        };
        return Finish(songs, options.Kind, train, test, groups, options, random);
    }

    /// <summary>Cuts the validation part and counts contaminated rows.</summary>
    private static Split Finish(
        CleanSongs songs, string name, int[] train, int[] test, int[] groups, SplitOptions options, Random random)
    {
        var validation = StratifiedDraw.Take(train, songs.Labels, groups, options.ValidationSize, random);
        return validation.Length == train.Length
            ? throw new SongGenreException(
                $"split '{name}' leaves no training row beside the validation rows of {songs.Source.File}; lower validation_size or give more rows.")
            : new Split
            {
                Name = name,
                Train = train,
                Validation = validation,
                Test = test,
                ContaminatedRows = CountContaminated(songs, train, test),
            };
    }

    private static (int[] Train, int[] Test) Cut(
        CleanSongs songs, int[] rows, int[] groups, SplitOptions options, Random random)
    {
        var test = StratifiedDraw.Take(rows, songs.Labels, groups, options.TestSize, random);
        return test.Length == 0 || test.Length == rows.Length
            ? throw new SongGenreException(
                $"split '{options.Kind}' leaves no {(test.Length == 0 ? "test" : "training")} row of the {rows.Length} in {songs.Source.File}; change test_size or give more rows.")
            : (Without(rows, test), test);
    }

    private static (int[] Train, int[] Test) PublishedTest(CleanSongs songs, SplitOptions options)
    {
        var test = PublishedRows(songs, options, "test");
        return (Without(Enumerable.Range(0, songs.Count).ToArray(), test), test);
    }

    /// <summary>The positions of the rows that a published list names by their place in the file.</summary>
    private static int[] PublishedRows(CleanSongs songs, SplitOptions options, string side)
    {
        if (!songs.Source.IsPublished)
        {
            throw new SongGenreException(
                $"split '{options.Kind}' needs the published data set and {songs.Source.File} is another; use random, track or playlist.");
        }

        var listed = RowList.Published(side);
        var position = new Dictionary<long, int>(songs.Count);
        var fileRows = songs.Table.Columns["row"];
        for (var i = 0; i < songs.Count; i++) position[(long)fileRows[i]] = i;
        var rows = new int[listed.Rows.Count];
        for (var i = 0; i < rows.Length; i++)
        {
            rows[i] = position.TryGetValue(listed.Rows[i], out var place)
                ? place
                : throw new SongGenreException(
                    $"split '{options.Kind}' needs row {listed.Rows[i]} of the published data set, which is not among the songs of {songs.Source.File}; use random, track or playlist.");
        }

        Array.Sort(rows);
        return rows;
    }

    private static int[] Groups(CleanSongs songs, string kind) => kind switch
    {
        "track" => RowGroups.ByRecording(songs.Table),
        "playlist" => RowGroups.ByPlaylist(songs.Table),
        _ => Enumerable.Range(0, songs.Count).ToArray(),
    };

    private static int CountContaminated(CleanSongs songs, int[] train, int[] test)
    {
        var whole = RowGroups.ByWholeRow(songs.Table);
        var trained = new bool[songs.Count];
        foreach (var row in train) trained[whole[row]] = true;
        return test.Count(row => trained[whole[row]]);
    }

    private static void RequireLabels(CleanSongs songs)
    {
        if (songs.Count == 0) throw new SongGenreException($"there is no row to split in {songs.Source.File}; give more rows.");
        var missing = Array.FindIndex(songs.Labels, label => label < 0);
        if (missing >= 0)
        {
            throw new SongGenreException(
                $"row {songs.Table.Columns["row"][missing]} of {songs.Source.File} has no genre; a split needs one in every row.");
        }
    }
}
