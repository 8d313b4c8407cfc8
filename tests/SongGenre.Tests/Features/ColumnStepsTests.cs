using System.Text.Json;
using SongGenre.Features;

namespace SongGenre.Tests.Features;

public class ColumnStepsTests
{
    private static readonly JsonElement Expected = ExpectedValues.Read("pipeline_values.json");

    [Fact]
    public void Medians_and_scales_are_scikit_learns()
    {
        foreach (var column in Expected.GetProperty("numerical").EnumerateArray())
        {
            var values = Numbers(column, "values");
            var imputer = MedianImputer.Fit(values);
            Assert.Equal(column.GetProperty("median").GetDouble(), imputer.Median);
            imputer.Apply(values);
            var scaler = StandardScaler.Fit(values);
            AssertClose(column.GetProperty("mean").GetDouble(), scaler.Mean);
            AssertClose(column.GetProperty("scale").GetDouble(), scaler.Scale);
            scaler.Apply(values);
            TfidfCase.AssertClose(Numbers(column, "scaled"), values);
        }
    }

    [Fact]
    public void Codes_of_categories_are_scikit_learns_with_missing_as_0_and_unknown_as_minus_1()
    {
        foreach (var column in Expected.GetProperty("categorical").EnumerateArray())
        {
            var encoder = OrdinalEncoder.Fit(Numbers(column, "fitted"));
            Assert.Equal(Numbers(column, "categories"), encoder.Categories);
            var values = Numbers(column, "applied");
            encoder.Apply(values);
            Assert.Equal(Numbers(column, "codes"), values);
        }
    }

    [Fact]
    public void An_unseen_category_becomes_what_was_asked_for()
    {
        double[] values = [7];
        OrdinalEncoder.Fit([1, 2], unseen: 99).Apply(values);
        Assert.Equal([99], values);
    }

    [Fact]
    public void A_column_without_a_value_has_no_median() => Assert.Equal(
        "All 2 values are missing, so there is no median to fill in; use data that has some.",
        Assert.Throws<SongGenreException>(() => MedianImputer.Fit([double.NaN, double.NaN])).Message);

    internal static double[] Numbers(JsonElement element, string name) =>
        Array.ConvertAll(element.Array<double?>(name), value => value ?? double.NaN);

    internal static void AssertClose(double expected, double actual) =>
        Assert.Equal(expected, actual, 1e-12 * Math.Max(1, Math.Abs(expected)));
}
