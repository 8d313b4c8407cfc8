namespace SongGenre.Data;

/// <summary>A division of a table's rows. All arrays hold ascending row positions in <see cref="CleanSongs.Table"/>.</summary>
public sealed partial record Split
{
    /// <summary>The kind of split: one of <see cref="SplitOptions.Kind"/>'s, or <c>files</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The rows that the final model is fitted on; they include <see cref="Validation"/>.</summary>
    public required int[] Train { get; init; }

    /// <summary>
    /// The part of <see cref="Train"/> that is held out while hyperparameters are chosen. Empty when
    /// <see cref="SplitOptions.ValidationSize"/> is 0 or its share of the training rows rounds to no row.
    /// </summary>
    public required int[] Validation { get; init; }

    /// <summary>The rows that no decision may use.</summary>
    public required int[] Test { get; init; }

    /// <summary>
    /// How many test rows equal a training row in all 17 columns of the file; above 0 the split's scores are
    /// contaminated.
    /// </summary>
    public required int ContaminatedRows { get; init; }

    /// <summary>
    /// The rows that a model is fitted on while hyperparameters are chosen: <see cref="Train"/> without
    /// <see cref="Validation"/>, ascending; computed at each call.
    /// </summary>
    public int[] TrainWithoutValidation => Without(Train, Validation);

    /// <summary>The elements of one ascending list that are not in another.</summary>
    private static int[] Without(int[] rows, int[] removed)
    {
        var kept = new List<int>(rows.Length);
        var next = 0;
        foreach (var row in rows)
        {
            while (next < removed.Length && removed[next] < row) next++;
            if (next == removed.Length || removed[next] != row) kept.Add(row);
        }

        return [.. kept];
    }
}
