namespace SongGenre.Data;

/// <summary>Spearman's rank correlation and the Gaussian copula that has it.</summary>
internal static class RankCorrelation
{
    /// <summary>
    /// The correlations of the Gaussian copula with the columns' rank correlations: 2·sin(π/6·ρ) (Kruskal 1958,
    /// "Ordinal Measures of Association"), rounded to three decimals.
    /// </summary>
    /// <param name="columns">Columns of equal length; only rows without a missing value count.</param>
    /// <returns>The lower triangle row by row, without the diagonal; 0 where a column doesn't vary.</returns>
    public static double[] Copula(double?[][] columns)
    {
        var complete = Enumerable.Range(0, columns[0].Length).Where(row => columns.All(column => column[row].HasValue)).ToArray();
        var ranks = columns.Select(column => Centred([.. complete.Select(row => column[row]!.Value)])).ToArray();
        var correlation = new List<double>();
        for (var i = 1; i < ranks.Length; i++)
        {
            for (var j = 0; j < i; j++)
            {
                var spread = Math.Sqrt(Product(ranks[i], ranks[i]) * Product(ranks[j], ranks[j]));
                var rho = spread == 0 ? 0 : Product(ranks[i], ranks[j]) / spread;
                correlation.Add(Math.Round(2 * Math.Sin(Math.PI / 6 * rho), 3));
            }
        }

        return [.. correlation];
    }

    /// <summary>Each value's rank, the mean one for equal values, less the mean of all ranks.</summary>
    private static double[] Centred(double[] values)
    {
        var order = Enumerable.Range(0, values.Length).OrderBy(i => values[i]).ToArray();
        var ranks = new double[values.Length];
        for (var start = 0; start < order.Length;)
        {
            var end = start;
            while (end < order.Length && values[order[end]] == values[order[start]]) end++;
            for (var i = start; i < end; i++) ranks[order[i]] = (start + end - values.Length) / 2.0;
            start = end;
        }

        return ranks;
    }

    private static double Product(double[] a, double[] b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++) sum += a[i] * b[i];
        return sum;
    }
}
