using System.Text.Json;
using SongGenre.Evaluation;
using SongGenre.Tests.Data;

namespace SongGenre.Tests.Evaluation;

public class PooledBootstrapTests
{
    private static readonly string[] Classes = ["pop", "rap", "trap"];
    private static readonly EvaluationOptions Options = new() { BootstrapSamples = 3000 };

    private static readonly JsonElement Values = Read();

    public static TheoryData<string> Cases =>
        [.. Values.GetProperty("cases").EnumerateArray().Select(each => each.GetProperty("name").GetString()!)];

    // 3,000 samples on either side leave the ends of an interval uncertain by about a fortieth of its width.
    [Theory]
    [MemberData(nameof(Cases))]
    public void Differences_and_intervals_are_those_of_NumPy(string name)
    {
        var @case = Values.GetProperty("cases").EnumerateArray()
            .First(each => each.GetProperty("name").GetString() == name);
        var (first, second) = (Tries(@case, "first"), Tries(@case, "second"));
        var intervals = PooledBootstrap.Differences(first, second, Options);
        var metrics = Values.GetProperty("metrics").Deserialize<string[]>()!;
        foreach (var (m, metric) in metrics.Index())
        {
            var actual = intervals.Single(interval => interval.Metric == metric);
            Near.Equal(Number("estimate", m), actual.Estimate, metric);
            var width = Number("upper", m) - Number("lower", m);
            Assert.Equal(Number("lower", m), actual.Lower, 0.08 * width);
            Assert.Equal(Number("upper", m), actual.Upper, 0.08 * width);
        }

        Assert.Equal(name != "one try each on other rows", PooledBootstrap.IsPaired(first, second));

        double Number(string property, int m) => @case.GetProperty(property)[m].GetDouble();
    }

    [Fact]
    public void Of_one_try_each_on_the_same_rows_it_is_the_bootstrap_of_two_models()
    {
        var @case = Values.GetProperty("cases")[0];
        var (first, second) = (Tries(@case, "first")[0], Tries(@case, "second")[0]);
        var options = new EvaluationOptions { BootstrapSamples = 50 };
        Assert.Equal(
            Bootstrap.Differences(first.Labels, first.Probabilities, second.Probabilities, options),
            PooledBootstrap.Differences([first], [second], options));
    }

    [Fact]
    public void Rows_are_the_same_in_any_order_and_others_by_number_or_class()
    {
        var one = Of([3, 7, 5], [0, 1, 2]);
        Assert.Equal([3L, 5, 7], one.Rows.ToArray());
        Assert.Equal([0, 2, 1], one.Labels.ToArray());
        Assert.True(one.HasSameRows(Of([7, 5, 3], [1, 2, 0])));
        Assert.False(one.HasSameRows(Of([3, 7, 6], [0, 1, 2])));
        Assert.False(one.HasSameRows(Of([3, 7, 5], [0, 1, 1])));
        Assert.Contains("row 3 was predicted twice", OneLine.ErrorOf(() => Of([3, 7, 3], [0, 1, 2])));
    }

    [Fact]
    public void Models_of_other_classes_are_not_compared()
    {
        var one = Of([1, 2, 3], [0, 1, 2]);
        var other = new TestPredictions(["a", "b", "c"], [1, 2, 3], [0, 1, 2], one.Probabilities);
        Assert.Contains("don't know the same classes",
            OneLine.ErrorOf(() => PooledBootstrap.Differences([one], [other], Options)));
    }

    private static TestPredictions Of(long[] rows, int[] labels) => new(
        Classes, rows, labels, new(3, [.. labels.SelectMany(label => Classes.Select((_, c) => c == label ? 1.0 : 0))]));

    private static TestPredictions[] Tries(JsonElement @case, string side) =>
    [
        .. @case.GetProperty(side).EnumerateArray().Select(each =>
        {
            var set = each.GetProperty("set").GetInt32();
            var labels = Values.GetProperty("labels")[set].Deserialize<int[]>()!;
            return new TestPredictions(
                Classes,
                [.. labels.Select((_, row) => (1000L * set) + row)],
                labels,
                new(Classes.Length, each.GetProperty("probabilities").Deserialize<double[]>()!));
        }),
    ];

    private static JsonElement Read()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "SongGenre.sln"))) root = root.Parent!;
        using var document = JsonDocument.Parse(File.ReadAllText(
            Path.Combine(root.FullName, "tests", "SongGenre.Tests", "Evaluation", "pooled_values.json")));
        return document.RootElement.Clone();
    }
}
