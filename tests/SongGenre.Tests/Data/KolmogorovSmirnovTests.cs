using System.Text.Json;
using CsCheck;
using Microsoft.Data.Analysis;
using SongGenre.Data;

namespace SongGenre.Tests.Data;

public class KolmogorovSmirnovTests
{
    [Fact]
    public void Agrees_with_SciPy_on_pairs_of_real_columns()
    {
        var songs = RealData.Songs.Table;
        var tests = Expected("real");
        Assert.True(tests.Count >= 50);
        foreach (var test in tests)
        {
            var column = songs[test.GetProperty("column").GetString()!];
            var (a, b) = (Sample(songs, column, test.GetProperty("a")), Sample(songs, column, test.GetProperty("b")));
            Assert.Equal(test.GetProperty("n").Deserialize<int[]>()!, new[] { a.Length, b.Length });
            AssertAgrees(test, KolmogorovSmirnov.TwoSample(a, b));
        }
    }

    [Fact]
    public void Agrees_with_SciPy_on_small_samples_with_ties()
    {
        foreach (var test in Expected("small"))
        {
            var (a, b) = (test.GetProperty("a").Deserialize<double[]>()!, test.GetProperty("b").Deserialize<double[]>()!);
            AssertAgrees(test, KolmogorovSmirnov.TwoSample(a, b));
        }
    }

    [Fact]
    public void Three_values_below_three_others_are_two_of_twenty_orders() =>
        Assert.Equal(2.0 / 20, KolmogorovSmirnov.TwoSample([1, 2, 3], [4, 5, 6]).PValue, 15);

    [Fact]
    public void Small_p_values_keep_their_digits()
    {
        // Of the 40! / (20! 20!) orders two are this extreme.
        double[] low = [.. Enumerable.Range(0, 20)], high = [.. Enumerable.Range(20, 20)];
        Assert.Equal(1, KolmogorovSmirnov.TwoSample(low, high).PValue / (2.0 / 137846528820), 12);
    }

    [Fact]
    public void Neither_the_order_of_values_nor_that_of_samples_matters() =>
        Gen.Select(Gen.Int[0, 9].Array[1, 40], Gen.Int[0, 9].Array[1, 40]).Sample((x, y) =>
        {
            double[] a = [.. x], b = [.. y];
            var test = KolmogorovSmirnov.TwoSample(a, b);
            var turned = KolmogorovSmirnov.TwoSample([.. b.Reverse()], [.. a.Order()]);
            return test.Statistic == turned.Statistic && Math.Abs(test.PValue - turned.PValue) < 1e-12
                && test.PValue is > 0 and <= 1 && (test.Statistic > 0 || test.PValue == 1);
        });

    [Fact]
    public void Empty_samples_and_NaN_are_refused()
    {
        Assert.Throws<ArgumentException>(() => KolmogorovSmirnov.TwoSample([], [1]));
        Assert.Throws<ArgumentException>(() => KolmogorovSmirnov.TwoSample([1], [double.NaN]));
    }

    private static void AssertAgrees(JsonElement expected, KolmogorovSmirnov test)
    {
        Assert.True(Math.Abs(expected.GetProperty("statistic").GetDouble() - test.Statistic) < 1e-12, $"{expected}: {test}");
        Assert.True(Math.Abs(expected.GetProperty("p").GetDouble() - test.PValue) < 1e-9, $"{expected}: {test}");
    }

    private static List<JsonElement> Expected(string part)
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "SongGenre.sln"))) root = root.Parent!;
        var path = Path.Combine(root.FullName, "tests", "SongGenre.Tests", "Data", "ks_values.json");
        using var document = JsonDocument.Parse(File.ReadAllText(path));
        return [.. document.RootElement.Clone().GetProperty(part).EnumerateArray()];
    }

    // [genre or null, first, last (exclusive; null: all), step], as ks_values.py says.
    private static double[] Sample(DataFrame songs, DataFrameColumn column, JsonElement slice)
    {
        var genres = (StringDataFrameColumn)songs["genre"];
        var (genre, step) = (slice[0].GetString(), slice[3].GetInt32());
        var rows = Enumerable.Range(0, (int)songs.Rows.Count).Where(row => genre is null || genres[row] == genre).ToArray();
        var last = slice[2].ValueKind == JsonValueKind.Null ? rows.Length : slice[2].GetInt32();
        return [.. rows[slice[1].GetInt32()..last].Where((_, i) => i % step == 0).Select(row => column[row])
            .Where(value => value is not null).Select(Convert.ToDouble)];
    }
}
