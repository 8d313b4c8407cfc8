using System.Text.Json;
using SongGenre.Forest;
using SongGenre.Tests.Features;

namespace SongGenre.Tests.Forest;

public class RandomForestValuesTests
{
    private static readonly JsonElement Values = ExpectedValues.Read("../Forest/forest_values.json");

    public static TheoryData<int> Cases => [.. Enumerable.Range(0, Values.GetProperty("cases").GetArrayLength())];

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_single_tree_is_scikit_learns(int number)
    {
        var expected = Values.GetProperty("cases")[number];
        var classes = Values.GetProperty("classes").GetInt32();
        var forest = Trees.Fit(Matrix("x"), Values.Array<int>("y"), classes, Options(expected));
        var tree = Assert.Single(forest.DecisionTrees);

        Assert.Equal(expected.GetProperty("leaves").GetInt32(), tree.Leaves);
        Assert.Equal(expected.GetProperty("depth").GetInt32(), Trees.Depth(tree));
        Equal(expected.Array<double>("importances"), forest.Importances);
        var probabilities = forest.On(Matrix("probes"));
        Equal(expected.Array<double>("probabilities"), [.. Trees.All(probabilities)]);
    }

    private static void Equal(double[] expected, IReadOnlyList<double> actual)
    {
        Assert.Equal(expected.Length, actual.Count);
        for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], 1e-12);
    }

    private static ColumnMatrix Matrix(string name)
    {
        var columns = Values.Array<double[]>(name);
        return new(columns[0].Length, [.. columns.Select(Column.Dense)]);
    }

    private static ForestOptions Options(JsonElement expected)
    {
        int? Limit(string name) => expected.GetProperty(name) is { ValueKind: JsonValueKind.Number } number ? number.GetInt32() : null;
        return new()
        {
            Trees = 1,
            Bootstrap = false,
            MaxFeatures = MaxFeatures.All,
            Criterion = Enum.Parse<Criterion>(expected.GetProperty("criterion").GetString()!, ignoreCase: true),
            ClassWeight = ClassWeight.Parse(expected.GetProperty("class_weight").GetString()!),
            MaxDepth = Limit("max_depth"),
            MaxLeafNodes = Limit("max_leaf_nodes"),
            MinImpurityDecrease = expected.GetProperty("min_impurity_decrease").GetDouble(),
            MinSamplesLeaf = expected.GetProperty("min_samples_leaf").GetInt32(),
            MinSamplesSplit = expected.GetProperty("min_samples_split").GetInt32(),
        };
    }
}
