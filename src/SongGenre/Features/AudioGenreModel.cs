using System.Text.Json.Nodes;

namespace SongGenre.Features;

/// <summary>
/// What a recording's sound says of its genre: logistic regression over the audio columns, their squares and products,
/// and the key. Its log-probabilities become features of the forest, whose trees can only cut one column at a time.
/// </summary>
internal sealed class AudioGenreModel
{
    private const int Keys = 12;
    private const double MostDeviations = 4;
    private const double MostProduct = 5;

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
        var products = Products(even, scalers);
        var productScalers = Array.ConvertAll(products, column => StandardScaler.Fit(column));
        var x = Rows(products, productScalers, keys);
        var cases = new double[labels.Length * known.Length];
        for (var i = 0; i < labels.Length; i++)
            cases[(i * known.Length) + Array.BinarySearch(known, labels[i])] = 1;
        return new(
            genres,
            scalers,
            productScalers,
            SoftmaxRegression.Fit(x, products.Length + Keys, cases, known.Length, c),
            known);
    }

    /// <summary>Log-probabilities of recordings, a column for each genre.</summary>
    public double[][] LogProbabilities(double[][] even, double[] keys)
    {
        var result = GenreColumns.Create(Genres, keys.Length);
        var x = Rows(Products(even, _even), _products, keys);
        var values = new double[_known.Length];
        for (var row = 0; row < keys.Length; row++)
        {
            _regression.LogProbabilities(x, row, values);
            for (var k = 0; k < values.Length; k++)
                result[_known[k]][row] = Math.Max(values[k], GenreColumns.Least);
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
            SoftmaxRegression.FromJson(part["regression"], products + Keys, known.Length),
            known);
    }

    // Each column, then its products with itself and those after it.
    private static double[][] Products(double[][] even, StandardScaler[] scalers)
    {
        var scaled = new double[even.Length][];
        for (var c = 0; c < even.Length; c++)
        {
            scaled[c] = (double[])even[c].Clone();
            scalers[c].Apply(scaled[c]);
            Limit(scaled[c], MostDeviations);
        }

        var all = new List<double[]>(scaled);
        for (var a = 0; a < scaled.Length; a++)
        {
            for (var b = a; b < scaled.Length; b++)
            {
                var product = new double[scaled[a].Length];
                for (var row = 0; row < product.Length; row++) product[row] = scaled[a][row] * scaled[b][row];
                all.Add(product);
            }
        }

        return [.. all];
    }

    private static SparseRows Rows(double[][] products, StandardScaler[] scalers, double[] keys)
    {
        for (var c = 0; c < products.Length; c++)
        {
            scalers[c].Apply(products[c]);
            Limit(products[c], MostProduct);
        }

        var width = products.Length + 1;
        var (columns, values) = (new int[keys.Length * width], new double[keys.Length * width]);
        for (var row = 0; row < keys.Length; row++)
        {
            for (var c = 0; c < products.Length; c++)
            {
                columns[(row * width) + c] = c;
                values[(row * width) + c] = products[c][row];
            }

            // A missing or unknown key is 0 times the first.
            var known = keys[row] is >= 0 and < Keys;
            columns[(row * width) + products.Length] = products.Length + (known ? (int)keys[row] : 0);
            values[(row * width) + products.Length] = known ? 1 : 0;
        }

        return new([.. Enumerable.Range(0, keys.Length + 1).Select(row => row * width)], columns, values);
    }

    private static void Limit(double[] values, double most)
    {
        foreach (ref var value in values.AsSpan()) value = Math.Clamp(value, -most, most);
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
