using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using SongGenre.Features;
using SongGenre.Forest;

namespace SongGenre.Tests.Features;

/// <summary>Reads scikit-learn's option sets and compares its rows.</summary>
internal static class TfidfCase
{
    public static TfidfOptions Options(JsonElement given)
    {
        var options = new TfidfOptions { Binary = false, MaxFeatures = null };
        foreach (var option in given.EnumerateObject())
        {
            options = option.Name switch
            {
                "analyzer" => options with { Analyzer = TfidfOptions.AnalyzerOf(option.Value.GetString()!) },
                "lowercase" => options with { Lowercase = option.Value.GetBoolean() },
                "binary" => options with { Binary = option.Value.GetBoolean() },
                "sublinear_tf" => options with { SublinearTf = option.Value.GetBoolean() },
                "max_features" => options with { MaxFeatures = option.Value.GetInt32() },
                "ngram_range" => options with { NgramRange = new(option.Value[0].GetInt32(), option.Value[1].GetInt32()) },
                "min_df" => options with { MinDf = Frequency(option.Value) },
                "max_df" => options with { MaxDf = Frequency(option.Value) },
                _ => throw new InvalidOperationException(option.Name),
            };
        }

        return options;
    }

    public static void AssertRow(JsonElement expected, IReadOnlyList<Column> columns)
    {
        var row = expected.GetProperty("row").GetInt32();
        var terms = new List<int>();
        var values = new List<double>();
        for (var t = 0; t < columns.Count; t++)
        {
            var at = Array.BinarySearch(columns[t].Indices!, row);
            if (at < 0) continue;
            terms.Add(t);
            values.Add(columns[t].Values[at]);
        }

        Assert.Equal(expected.Array<int>("terms"), terms);
        AssertClose(expected.Array<double>("values"), values);
    }

    public static void AssertClose(IReadOnlyList<double> expected, IReadOnlyList<double> actual)
    {
        Assert.Equal(expected.Count, actual.Count);
        for (var i = 0; i < expected.Count; i++) Assert.Equal(expected[i], actual[i], 1e-9);
    }

    public static string Sha256(IEnumerable<string> terms) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', terms))));

    private static DocumentFrequency Frequency(JsonElement value) =>
        value.TryGetInt32(out var count) && !value.GetRawText().Contains('.', StringComparison.Ordinal)
            ? DocumentFrequency.Count(count)
            : DocumentFrequency.Share(value.GetDouble());
}
