using System.Text.Json;
using SongGenre.Forest;

namespace SongGenre.Tests.Evaluation;

/// <summary>
/// Predictions that evaluation_values.py draws too, from the same generator, and what scikit-learn says of them.
/// </summary>
public sealed class EvaluationCase
{
    private EvaluationCase(JsonElement expected)
    {
        Expected = expected;
        var rows = expected.GetProperty("rows").GetInt32();
        var classes = expected.GetProperty("classes").GetInt32();
        var votes = expected.GetProperty("votes").GetInt32();
        var missing = expected.GetProperty("missing").GetInt32();
        var state = expected.GetProperty("seed").GetUInt64();
        Labels = new int[rows];
        var counts = new int[rows * classes];
        for (var row = 0; row < rows; row++)
        {
            var label = Math.Min(Next(classes), Next(classes + 2));
            if (label == missing) label = (label + 1) % classes;
            Labels[row] = label;
            for (var vote = 0; vote < votes; vote++)
            {
                var kind = Next(100);
                var @class = kind < 14 ? label : kind < 40 ? (label + 1 + Next(3)) % classes : Next(classes);
                counts[(row * classes) + @class]++;
            }
        }

        Probabilities = new(classes, Array.ConvertAll(counts, count => (double)count / votes));

        int Next(int bound)
        {
            state = unchecked((state * 6364136223846793005) + 1442695040888963407);
            return (int)((state >> 33) % (ulong)bound);
        }
    }

    public static IReadOnlyList<EvaluationCase> All { get; } = Read();

    public JsonElement Expected { get; }

    public int[] Labels { get; }

    public Probabilities Probabilities { get; }

    public double[] Numbers(string name) => Expected.GetProperty(name).Deserialize<double[]>()!;

    private static EvaluationCase[] Read()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "SongGenre.sln"))) root = root.Parent!;
        using var document = JsonDocument.Parse(File.ReadAllText(
            Path.Combine(root.FullName, "tests", "SongGenre.Tests", "Evaluation", "evaluation_values.json")));
        return [.. document.RootElement.EnumerateArray().Select(expected => new EvaluationCase(expected.Clone()))];
    }
}
