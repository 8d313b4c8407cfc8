using System.Globalization;
using Microsoft.Data.Analysis;

namespace SongGenre.Data;

/// <summary>Pearson's correlation coefficient.</summary>
public static class Correlation
{
    /// <summary>
    /// The coefficients of all pairs of columns, <c>columns × columns</c>, each over the rows that have both values;
    /// 0 where a column is constant.
    /// </summary>
    public static double[,] Matrix(DataFrame table, IReadOnlyList<string> columns)
    {
        var values = columns.Select(name => Numbers(table.Columns[name])).ToArray();
        var matrix = new double[columns.Count, columns.Count];
        for (var i = 0; i < columns.Count; i++)
        {
            matrix[i, i] = 1;
            for (var j = 0; j < i; j++) matrix[i, j] = matrix[j, i] = Pearson(values[i], values[j]);
        }

        return matrix;
    }

    private static double[] Numbers(DataFrameColumn column) =>
        [.. column.Cast<object?>().Select(value => value is null ? double.NaN : Convert.ToDouble(value, CultureInfo.InvariantCulture))];

    private static double Pearson(double[] x, double[] y)
    {
        var pairs = x.Zip(y, (a, b) => (X: a, Y: b)).Where(p => !double.IsNaN(p.X + p.Y)).ToArray();
        if (pairs.Length == 0) return 0;
        var meanX = pairs.Average(p => p.X);
        var meanY = pairs.Average(p => p.Y);
        double xy = 0, xx = 0, yy = 0;
        foreach (var (a, b) in pairs)
        {
            xy += (a - meanX) * (b - meanY);
            xx += (a - meanX) * (a - meanX);
            yy += (b - meanY) * (b - meanY);
        }

        return xx == 0 || yy == 0 ? 0 : xy / Math.Sqrt(xx * yy);
    }
}
