namespace SongGenre.Tests.Evaluation;

/// <summary>Equality to 1e-9.</summary>
internal static class Near
{
    public static void Equal(double expected, double? actual, string what = "") => Assert.True(
        actual is { } value && Math.Abs(expected - value) <= 1e-9,
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{what} expected {expected:R}, got {actual:R}"));

    public static void Equal(IReadOnlyList<double> expected, IEnumerable<double> actual)
    {
        var values = actual.ToArray();
        Assert.Equal(expected.Count, values.Length);
        for (var i = 0; i < values.Length; i++) Equal(expected[i], values[i], $"[{i}]");
    }
}
