namespace SongGenre.Forest;

/// <summary>What all trees of a forest are grown from.</summary>
/// <param name="Columns">The training columns.</param>
/// <param name="Labels">The class of each row.</param>
/// <param name="Tables">The classes' weights.</param>
/// <param name="Draws">Rows of each tree, repeated ones counted as often as they are drawn.</param>
/// <param name="Options">What is asked for.</param>
/// <param name="Cancel">Stops what is prepared of them.</param>
internal sealed record GrowthPlan(
    BinnedColumn[] Columns, int[] Labels, ClassTables Tables, int Draws, ForestOptions Options, CancellationToken Cancel)
{
    public int Rows => Labels.Length;

    public int Classes => Tables.Weights.Length;

    /// <summary>No column is looked up by the rows that it lists in a node of at most so many rows.</summary>
    public int LeastListed { get; } =
        Columns.Where(column => column.Rows is not null && column.Bins > 1)
            .Select(column => column.Codes is null ? 0 : column.Rows!.Length)
            .DefaultIfEmpty(Labels.Length)
            .Min();

    public int ColumnsPerSplit { get; } = Options.MaxFeatures.Of(Columns.Length);

    /// <summary>The very sparse columns row by row; null if there is none.</summary>
    public RowTerms? Terms { get; } =
        RowTerms.Of(Columns, Labels.Length, Options.MaxFeatures.Of(Columns.Length), Cancel);

    /// <summary>The codes of dense columns row by row; null if that wouldn't help.</summary>
    public CodeRows? CodeRows { get; } = CodeRows.Of(Columns, Labels.Length, Options, Cancel);

    /// <summary>How rows of ranks lie in memory for these trees; null if it is better made of grown trees.</summary>
    public RankLayout? Ranks { get; } = RankLayout.Of(Columns, Options.Threads, Cancel);

    /// <summary>Room for the classes' counts: whole vectors.</summary>
    public int PaddedClasses { get; } =
        (Tables.Weights.Length + ClassTables.Lanes - 1) / ClassTables.Lanes * ClassTables.Lanes;
}
