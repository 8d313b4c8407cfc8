using BenchmarkDotNet.Attributes;
using SongGenre.Forest;

namespace SongGenre.Benchmarks;

/// <summary>The forest on made-up data of the published case's shape: 29,382 rows, 12 audio columns, 10 terms, 15 genres.</summary>
[MemoryDiagnoser]
public class ForestBenchmarks
{
    private const int Rows = 29_382, Classes = 15, Numbers = 12, Terms = 10;
    private readonly ForestOptions _options = new() { OobScore = false };
    private ColumnMatrix _x = new(0, []);
    private int[] _labels = [];
    private RandomForest? _forest;

    [GlobalSetup]
    public void Setup()
    {
        var random = new Random(1);
        _labels = Array.ConvertAll(new int[Rows], _ => random.Next(Classes));
        var columns = new List<Column>();
        for (var c = 0; c < Numbers; c++)
            columns.Add(Column.Dense(Array.ConvertAll(_labels, label => random.NextDouble() + (label * (c % 4) / 20.0))));
        for (var c = 0; c < Terms; c++)
        {
            int[] rows = [.. Enumerable.Range(0, Rows).Where(row => random.NextDouble() < (_labels[row] == c ? 0.4 : 0.02))];
            columns.Add(Column.Sparse(Rows, rows, Array.ConvertAll(rows, _ => 1.0)));
        }

        _x = new(Rows, columns);
        _forest = Fit();
    }

    [Benchmark]
    public RandomForest Fit() => RandomForest.Fit(_x, _labels, Classes, _options);

    [Benchmark]
    public Probabilities Predict() => _forest!.Predict(_x);
}
