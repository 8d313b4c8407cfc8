namespace SongGenre.Data;

/// <summary>A division of a table's rows. All arrays hold ascending row positions in <see cref="CleanSongs.Table"/>.</summary>
public sealed record Split
{
    /// <summary>The kind of split: one of <see cref="SplitOptions.Kind"/>'s, or <c>files</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The rows that the final model is fitted on; they include <see cref="Validation"/>.</summary>
    public required int[] Train { get; init; }

    /// <summary>The part of <see cref="Train"/> that is held out while hyperparameters are chosen.</summary>
    public required int[] Validation { get; init; }

    /// <summary>The rows that no decision may use.</summary>
    public required int[] Test { get; init; }

    /// <summary>How many test rows stand among the training rows too; above 0 the split's scores are contaminated.</summary>
    public required int ContaminatedRows { get; init; }
}
