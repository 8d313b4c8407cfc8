using SongGenre.Benchmarks.Compare;
using SongGenre.Forest;

namespace SongGenre.Benchmarks.Parity;

/// <summary>Rows that both forests are fitted on and judged by.</summary>
/// <param name="Train">Features to fit.</param>
/// <param name="TrainLabels">Classes to fit.</param>
/// <param name="Test">Features to predict.</param>
/// <param name="TestLabels">Classes that the predictions are judged by.</param>
/// <param name="Classes">Number of classes.</param>
internal sealed record ParityData(
    ColumnMatrix Train, int[] TrainLabels, ColumnMatrix Test, int[] TestLabels, int Classes)
{
    /// <summary>The real songs: the published test rows, and all others to train on.</summary>
    /// <exception cref="SongGenreException">The data set can't be had.</exception>
    public static ParityData Published()
    {
        var songs = CaseData.Of(ComparisonCase.Select(["published"])[0]);
        return new(songs.Train, songs.TrainLabels, songs.Test, songs.TestLabels, songs.TrainSongs.Genres.Count);
    }

    /// <summary>Rows of a problem, the first half of which are to train on.</summary>
    public static ParityData Of(double[][] columns, int[] labels, int classes)
    {
        var half = labels.Length / 2;
        return new(Matrix(columns, ..half), labels[..half], Matrix(columns, half..), labels[half..], classes);
    }

    // What peers hold in 32 bits must be the same numbers.
    private static ColumnMatrix Matrix(double[][] columns, Range rows) => new(
        columns[0][rows].Length,
        [.. columns.Select(values => Shortest(Array.ConvertAll(values[rows], v => (double)(float)v)))]);

    private static Column Shortest(double[] values)
    {
        int[] rows = [.. Enumerable.Range(0, values.Length).Where(row => values[row] != 0)];
        return rows.Length > values.Length / 2
            ? Column.Dense(values)
            : Column.Sparse(values.Length, rows, Array.ConvertAll(rows, row => values[row]));
    }
}
