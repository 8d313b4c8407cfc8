using System.Globalization;

namespace SongGenre.Forest;

/// <summary>Refuses what a classifier can't be fitted on or applied to.</summary>
internal static class TrainingCheck
{
    public static void Fit(ColumnMatrix x, ReadOnlySpan<int> labels, int classes)
    {
        if (x.Columns.Count == 0) throw new SongGenreException("The training matrix has no columns; select at least one feature.");
        if (x.Rows == 0) throw new SongGenreException("The training matrix has no rows; at least one is needed.");
        if (classes is < 1 or > Entry.MaxClasses)
            throw new SongGenreException($"The number of classes is {Text(classes)}; it must be from 1 to {Text(Entry.MaxClasses)}.");
        if (labels.Length != x.Rows)
            throw new SongGenreException($"There are {Text(labels.Length)} labels for {Text(x.Rows)} training rows; each row needs one.");
        for (var row = 0; row < labels.Length; row++)
        {
            if ((uint)labels[row] >= (uint)classes)
                throw new SongGenreException($"The label of training row {Text(row)} is {Text(labels[row])}; labels are 0 to {Text(classes - 1)}.");
        }

        Finite(x);
    }

    public static void Predict(ColumnMatrix x, int columns)
    {
        if (x.Columns.Count != columns)
            throw new SongGenreException($"The matrix has {Text(x.Columns.Count)} columns; the model was fitted on {Text(columns)}.");
        Finite(x);
    }

    /// <summary>Refuses more probabilities than an array holds.</summary>
    public static void FitsMemory(int rows, int classes, string cure)
    {
        if ((long)rows * classes > Array.MaxLength)
            throw new SongGenreException(
                $"{Text(rows)} rows of {Text(classes)} classes have more probabilities than fit into memory at once; {cure}.");
    }

    /// <summary>Refuses a row with a value that is no finite number.</summary>
    public static void Finite(ReadOnlySpan<double> row)
    {
        for (var c = 0; c < row.Length; c++)
            if (!double.IsFinite(row[c])) throw NotFinite(c, row[c], row: 0);
    }

    private static void Finite(ColumnMatrix x)
    {
        for (var c = 0; c < x.Columns.Count; c++)
        {
            var column = x.Columns[c];
            for (var i = 0; i < column.Values.Length; i++)
            {
                if (double.IsFinite(column.Values[i])) continue;
                var row = column.Indices is { } rows ? rows[i] : i;
                throw NotFinite(c, column.Values[i], row);
            }
        }
    }

    private static SongGenreException NotFinite(int column, double value, int row) => new(
        $"Column {Text(column)} holds {Text(value)} in row {Text(row)} (both counted from 0); impute it or drop the row.");

    private static string Text<T>(T value) where T : IFormattable => value.ToString(null, CultureInfo.InvariantCulture);
}
