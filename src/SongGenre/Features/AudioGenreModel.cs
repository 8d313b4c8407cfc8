using System.Text.Json.Nodes;

namespace SongGenre.Features;

/// <summary>
/// What a recording's sound says of its genre: logistic regression over the audio columns, their squares and products,
/// and the key. Its log-probabilities become features of the forest, whose trees can only cut one column at a time.
/// </summary>
internal sealed class AudioGenreModel
{
    /// <summary>The most standard deviations that a column counts.</summary>
    public const double MostDeviations = 4;

    private readonly StandardScaler[] _even;
    private readonly StandardScaler[] _products;
    private readonly SoftmaxRegression _regression;
    private readonly int[] _known;

    private AudioGenreModel(
        int genres, StandardScaler[] even, StandardScaler[] products, SoftmaxRegression regression, int[] known)
    {
        Genres = genres;
        _even = even;
        _products = products;
        _regression = regression;
        _known = known;
    }

    /// <summary>Number of genres.</summary>
    public int Genres { get; }

    /// <summary>Fits on recordings with their genres.</summary>
    /// <param name="even">Columns of <see cref="AudioFigures.Even"/>.</param>
    /// <param name="keys">The key of each row, NaN for a missing one.</param>
    /// <param name="labels">The genre of each row.</param>
    /// <param name="genres">Number of genres.</param>
    /// <param name="c">Inverse of the penalty: <see cref="FeatureOptions.LinearC"/>.</param>
    public static AudioGenreModel Fit(double[][] even, double[] keys, int[] labels, int genres, double c)
    {
        var known = labels.Distinct().Order().ToArray();
        var scalers = Array.ConvertAll(even, column => StandardScaler.Fit(column));
        var scaled = Scaled(even, scalers);
        var products = Scalers(scaled);
        var x = new AudioRows(scaled, products, keys);
        var cases = new double[labels.Length * known.Length];
        for (var i = 0; i < labels.Length; i++)
            cases[(i * known.Length) + Array.BinarySearch(known, labels[i])] = 1;
        return new(
            genres,
            scalers,
            products,
            SoftmaxRegression.Fit(x, products.Length + AudioRows.Keys, cases, known.Length, c),
            known);
    }

    /// <summary>Log-probabilities of recordings, a column for each genre.</summary>
    public double[][] LogProbabilities(double[][] even, double[] keys)
    {
        var result = GenreColumns.Create(Genres, keys.Length);
        var values = new double[_known.Length];
        for (var start = 0; start < keys.Length; start += AudioRows.BlockRows)
        {
            var block = start..Math.Min(start + AudioRows.BlockRows, keys.Length);
            var scaled = Scaled(Array.ConvertAll(even, column => column[block]), _even);
            var x = new AudioRows(scaled, _products, keys[block]);
            for (var row = 0; row < x.Count; row++)
            {
                _regression.LogProbabilities(x, row, values);
                for (var k = 0; k < values.Length; k++)
                    result[_known[k]][start + row] = Math.Max(values[k], GenreColumns.Least);
            }
        }

        return result;
    }

    /// <summary>What <see cref="LogProbabilities"/> needs.</summary>
    public JsonObject ToJson() => new()
    {
        ["columns"] = Scales(_even),
        ["products"] = Scales(_products),
        ["genres"] = new JsonArray([.. _known.Select(k => JsonValue.Create(k))]),
        ["regression"] = _regression.ToJson(),
    };

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    public static AudioGenreModel FromJson(JsonPart part, int genres)
    {
        var known = GenreColumns.Known(part["genres"], genres);
        var columns = FeaturePipeline.Numerical.Count + AudioFigures.EvenExtras;
        var products = columns * (columns + 3) / 2;
        return new(
            genres,
            Scalers(part["columns"], columns),
            Scalers(part["products"], products),
            SoftmaxRegression.FromJson(part["regression"], products + AudioRows.Keys, known.Length),
            known);
    }

    private static double[][] Scaled(double[][] even, StandardScaler[] scalers)
    {
        var scaled = new double[even.Length][];
        for (var c = 0; c < even.Length; c++)
        {
            scaled[c] = (double[])even[c].Clone();
            scalers[c].Apply(scaled[c]);
            foreach (ref var value in scaled[c].AsSpan()) value = Math.Clamp(value, -MostDeviations, MostDeviations);
        }

        return scaled;
    }

    // How the columns and their products are scaled, one at a time: all of them would take 1.4 kB a row.
    private static StandardScaler[] Scalers(double[][] scaled)
    {
        var product = new double[scaled[0].Length];
        var scalers = scaled.Select(column => StandardScaler.Fit(column)).ToList();
        foreach (var (a, b) in AudioRows.Products(scaled.Length))
        {
            for (var row = 0; row < product.Length; row++) product[row] = scaled[a][row] * scaled[b][row];
            scalers.Add(StandardScaler.Fit(product));
        }

        return [.. scalers];
    }

    private static JsonObject Scales(StandardScaler[] scalers) => new()
    {
        ["means"] = new JsonArray([.. scalers.Select(s => JsonValue.Create(s.Mean))]),
        ["scales"] = new JsonArray([.. scalers.Select(s => JsonValue.Create(s.Scale))]),
    };

    private static StandardScaler[] Scalers(JsonPart part, int count)
    {
        var means = part["means"].Numbers(count);
        var scales = part["scales"].Numbers(count);
        if (Array.Exists(scales, scale => scale <= 0)) throw part["scales"].Damaged("they must be above 0");
        return [.. means.Zip(scales, (mean, scale) => new StandardScaler(mean, scale))];
    }
}
