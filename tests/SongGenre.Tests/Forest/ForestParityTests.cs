using System.Text.Json;
using SongGenre.Evaluation;
using SongGenre.Forest;
using SongGenre.Tests.Features;

namespace SongGenre.Tests.Forest;

public class ForestParityTests
{
    private const int Seeds = 8;
    private static readonly JsonElement Values = ExpectedValues.Read("../Forest/forest_parity.json");

    public static TheoryData<int> Cases => [.. Enumerable.Range(0, Values.GetProperty("cases").GetArrayLength())];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Over_seeds_a_forest_is_as_good_as_scikit_learns(int number)
    {
        var expected = Values.GetProperty("cases")[number];
        var classes = expected.GetProperty("classes").GetInt32();
        var (train, trainLabels) = Data(classes, 1);
        var (test, testLabels) = Data(classes, 2);
        Scores[] scores =
        [
            .. Enumerable.Range(0, Seeds).Select(seed => Scores.Compute(
                testLabels, Trees.Fit(train, trainLabels, classes, Options(expected, seed)).On(test))),
        ];
        var auc = scores.Average(s => s.AucOvoMacro!.Value);
        var loss = scores.Average(s => s.LogLoss);
        Assert.True(auc >= Number("auc") - Tolerance("auc"), $"AUC {auc} instead of {expected}");
        Assert.True(loss <= Number("log_loss") + Tolerance("log_loss"), $"log loss {loss} instead of {expected}");

        double Number(string name) => expected.GetProperty(name).GetDouble();

        // Two standard errors of the difference between the means of our seeds and of scikit-learn's.
        double Tolerance(string name) => 2 * Number(name + "_deviation")
            * Math.Sqrt((1.0 / Seeds) + (1.0 / Values.GetProperty("seeds").GetInt32()));
    }

    // What the script beside the values draws.
    private static (ColumnMatrix X, int[] Labels) Data(int classes, ulong seed)
    {
        var random = new SplitMix64(seed);
        var labels = new int[Values.GetProperty("rows").GetInt32()];
        double[][] columns =
            [.. Enumerable.Range(0, Values.GetProperty("columns").GetInt32()).Select(_ => new double[labels.Length])];
        for (var row = 0; row < labels.Length; row++)
        {
            var label = labels[row] = Math.Min(random.Next(classes), random.Next(classes));
            for (var c = 0; c < columns.Length; c++)
            {
                var hint = label * (c + 2) % classes;
                if (c % 3 == 0) columns[c][row] = random.Next(1000) + random.Next(1000) + (1200 * hint / classes);
                else if (c % 3 == 1) columns[c][row] = (hint + random.Next(4)) % 8;
                else if (random.Next(8) <= hint % 3) columns[c][row] = 1 + random.Next(50);
            }
        }

        return (Trees.Dense(columns), labels);
    }

    private static ForestOptions Options(JsonElement expected, int seed)
    {
        string Text(string name) => expected.GetProperty(name).GetString()!;
        var splitter = Enum.Parse<Splitter>(Text("splitter"), ignoreCase: true);
        return new()
        {
            Trees = 50,
            MaxDepth = expected.GetProperty("max_depth").Deserialize<int?>(),
            Criterion = Enum.Parse<Criterion>(Text("criterion"), ignoreCase: true),
            Splitter = splitter,
            Bootstrap = splitter == Splitter.Best,
            ClassWeight = ClassWeight.Parse(Text("class_weight")),
            MinSamplesLeaf = expected.GetProperty("min_samples_leaf").GetInt32(),
            OobScore = false,
            RandomState = seed,
        };
    }
}
