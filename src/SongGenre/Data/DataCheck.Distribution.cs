using System.Globalization;
using Microsoft.Data.Analysis;

namespace SongGenre.Data;

internal static partial class DataCheck
{
    private const double Alpha = 0.05;

    // Key, mode and time signature are numbers that stand for kinds.
    private static readonly string[] Compared =
    [
        "danceability", "energy", "loudness", "speechiness", "acousticness", "instrumentalness", "liveness", "valence",
        "tempo", "duration_ms",
    ];

    /// <summary>
    /// The level of each of the comparisons, so that all of them together raise a false alarm with probability
    /// <see cref="Alpha"/> only (Šidák's correction): <c>1 − (1 − α)^(1/10)</c>.
    /// </summary>
    private static readonly double Level = 1 - Math.Pow(1 - Alpha, 1.0 / Compared.Length);

    private static CheckResult Distribution(string column, DataFrame table, DataFrame reference)
    {
        var (values, expected) = (Values(table.Columns[column]), Values(reference.Columns[column]));
        if (values.Length == 0 || expected.Length == 0)
        {
            var empty = values.Length == 0 ? "the table" : "the reference";
            return new("distribution", column, values.Length == expected.Length, 0, [], $"no values in {empty}");
        }

        var test = KolmogorovSmirnov.TwoSample(values, expected);
        return new("distribution", column, test.PValue >= Level, 0, [], string.Create(
            CultureInfo.InvariantCulture,
            $"D = {test.Statistic:0.0000}, p = {test.PValue:0.0000}, expected at least {Level:0.0000}"));
    }

    private static double[] Values(DataFrameColumn column) => column switch
    {
        DoubleDataFrameColumn doubles => [.. doubles.OfType<double>()],
        _ => [.. ((Int64DataFrameColumn)column).OfType<long>().Select(value => (double)value)],
    };
}
