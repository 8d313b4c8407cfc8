namespace SongGenre.Evaluation;

/// <summary>
/// The best accuracy that anything can reach which sees no more than the group of a row: it must answer alike for all
/// rows of a group, so at best it answers each group's most frequent label. With recordings as groups, this is the
/// limit that songs listed under several genres set to a model of audio (the complement of the Bayes error that
/// identical inputs with different labels force).
/// </summary>
/// <param name="Rows">Number of rows.</param>
/// <param name="Groups">Number of groups.</param>
/// <param name="ConflictingGroups">Groups whose rows carry more than one label.</param>
/// <param name="ConflictingRows">Rows in those groups.</param>
/// <param name="Accuracy">Rows that carry a most frequent label of their group, divided by all rows. 0 to 1.</param>
public sealed record LabelCeiling(int Rows, int Groups, int ConflictingGroups, int ConflictingRows, double Accuracy)
{
    /// <summary>The ceiling over all rows.</summary>
    /// <param name="groups">Group of each row, any integers.</param>
    /// <param name="labels">Label of each row, any integers.</param>
    /// <exception cref="SongGenreException">The lengths differ, or there are no rows.</exception>
    public static LabelCeiling Compute(ReadOnlySpan<int> groups, ReadOnlySpan<int> labels)
    {
        if (groups.Length != labels.Length)
        {
            throw new SongGenreException(
                $"there are {groups.Length} groups but {labels.Length} labels; pass those of the same rows");
        }

        if (labels.IsEmpty) throw new SongGenreException("there are no rows to find the ceiling of; pass at least one");

        var rows = new (int Group, int Label)[groups.Length];
        for (var i = 0; i < rows.Length; i++) rows[i] = (groups[i], labels[i]);
        Array.Sort(rows);
        int count = 0, conflicting = 0, conflictingRows = 0, best = 0;
        for (int start = 0, end; start < rows.Length; start = end)
        {
            int most = 0, run = 0;
            for (end = start; end < rows.Length && rows[end].Group == rows[start].Group; end++)
            {
                run = end > start && rows[end].Label == rows[end - 1].Label ? run + 1 : 1;
                most = Math.Max(most, run);
            }

            count++;
            best += most;
            if (rows[start].Label == rows[end - 1].Label) continue;
            conflicting++;
            conflictingRows += end - start;
        }

        return new(rows.Length, count, conflicting, conflictingRows, (double)best / rows.Length);
    }

    /// <summary>The ceiling over some of the rows, their groups taken among themselves.</summary>
    /// <param name="groups">Group of each row, any integers.</param>
    /// <param name="labels">Label of each row, any integers.</param>
    /// <param name="rows">The rows to take, positions in <paramref name="labels"/>.</param>
    /// <exception cref="SongGenreException">The lengths differ, or there are no rows.</exception>
    public static LabelCeiling Compute(ReadOnlySpan<int> groups, ReadOnlySpan<int> labels, ReadOnlySpan<int> rows)
    {
        if (groups.Length != labels.Length) return Compute(groups, labels);
        var someGroups = new int[rows.Length];
        var someLabels = new int[rows.Length];
        for (var i = 0; i < rows.Length; i++)
        {
            someGroups[i] = groups[rows[i]];
            someLabels[i] = labels[rows[i]];
        }

        return Compute(someGroups, someLabels);
    }
}
