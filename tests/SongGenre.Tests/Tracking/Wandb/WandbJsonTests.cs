using System.Globalization;
using SongGenre.Tests.Data;
using SongGenre.Tracking.Wandb;

namespace SongGenre.Tests.Tracking.Wandb;

public sealed class WandbJsonTests
{
    // What Python 3's json.dumps(value, separators=(",", ":"), ensure_ascii=False) gives, but that its \u001f is small.
    public static TheoryData<object?, string> Values => new()
    {
        { null, "null" },
        { true, "true" },
        { 13, "13" },
        { long.MinValue, "-9223372036854775808" },
        { 0.1, "0.1" },
        { double.NaN, "NaN" },
        { double.PositiveInfinity, "Infinity" },
        { double.NegativeInfinity, "-Infinity" },
        { float.NaN, "NaN" },
        { 0.25f, "0.25" },
        { "a \"b\" \\ c\n\0\u001f", "\"a \\\"b\\\" \\\\ c\\n\\u0000\\u001F\"" },
        { "", "\"\"" },
        { new Dictionary<string, object?>(), "{}" },
        { Array.Empty<int>(), "[]" },
        {
            new Dictionary<string, object?>
            {
                ["a"] = new object?[] { 1, null, double.NaN },
                ["b\t"] = new Dictionary<string, int> { ["c"] = 2 },
            },
            "{\"a\":[1,null,NaN],\"b\\t\":{\"c\":2}}"
        },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public void Values_are_written_as_Pythons_json_module_writes_them(object? value, string json) =>
        Assert.Equal(json, WandbJson.Of(value));

    [Fact]
    public void Half_a_surrogate_pair_becomes_the_replacement_character() =>
        Assert.Contains(WandbJson.Of("\uD800"), new[] { "\"\uFFFD\"", "\"\\uFFFD\"" });

    [Fact]
    public void A_list_that_holds_itself_is_refused_in_one_line()
    {
        var list = new List<object?>();
        list.Add(list);
        Assert.Equal(
            "A value for Weights & Biases is nested more than 64 deep; give it flatter.",
            OneLine.ErrorOf(() => WandbJson.Of(list)));
    }

    [Fact]
    public void Numbers_do_not_depend_on_the_culture()
    {
        var culture = CultureInfo.CurrentCulture;
        var other = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        other.NumberFormat.NumberDecimalSeparator = ",";
        other.NumberFormat.NegativeSign = "−";
        try
        {
            CultureInfo.CurrentCulture = other;
            Assert.Equal("[-1.5,-2,-0.25]", WandbJson.Of(new object[] { -1.5, -2, -0.25m }));
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }
}
