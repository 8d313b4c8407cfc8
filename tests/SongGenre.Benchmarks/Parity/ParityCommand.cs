using System.Globalization;
using SongGenre.Benchmarks.Compare;
using SongGenre.Evaluation;
using SongGenre.Forest;

namespace SongGenre.Benchmarks.Parity;

/// <summary>
/// Checks that our forest is as good as scikit-learn's on the same matrices, over several seeds.
/// <c>parity [PROBLEM…] [--seeds N] [--out FILE]</c>, all without a name.
/// </summary>
internal static class ParityCommand
{
    /// <summary>Runs the problems one after the other, prints the table, and returns the exit code.</summary>
    public static async Task<int> RunAsync(string[] arguments)
    {
        try
        {
            var (problems, seeds, page) = Parse(arguments);
            List<ParityRow> rows = [];
            foreach (var problem in problems)
            {
                foreach (var forest in Forests(problem))
                {
                    rows.Add(await RunAsync(problem, forest, seeds));
                    Console.Error.WriteLine(string.Join('\n', rows[^1].Lines()));
                    if (page is not null) await File.WriteAllTextAsync(page, ParityPage.Write(rows, seeds));
                }
            }

            Console.WriteLine(ParityPage.Table(rows));
            return 0;
        }
        catch (SongGenreException e)
        {
            Console.Error.WriteLine(e.Message);
            return 1;
        }
    }

    private static IEnumerable<ComparisonCase> Forests(ParityProblem problem)
    {
        yield return new("depth 13", "");
        yield return new("any depth", "", MaxDepth: null);
        if (!problem.WithRandomCuts) yield break;
        yield return new("extremely randomised, depth 13", "") { Splitter = Splitter.Random };
        yield return new("extremely randomised, any depth", "", MaxDepth: null) { Splitter = Splitter.Random };
    }

    private static async Task<ParityRow> RunAsync(ParityProblem problem, ComparisonCase forest, int seeds)
    {
        List<Scores> ours = [], theirs = [];
        ParityData? last = null;
        ScikitLearn? peer = null;
        try
        {
            for (var seed = 1; seed <= seeds; seed++)
            {
                var of = forest with { Seed = seed };
                var data = problem.Draw(seed);
                var fitted = RandomForest.Fit(data.Train, data.TrainLabels, data.Classes, of.ToExperiment().Forest);
                ours.Add(Scores.Compute(data.TestLabels, fitted.Predict(data.Test)));
                // A process that has the rows already needs a new seed only.
                if (data != last)
                {
                    peer?.Dispose();
                    peer = await ScikitLearn.StartAsync(of, data);
                }

                last = data;
                var other = await peer!.PredictAsync(seed);
                theirs.Add(Scores.Compute(data.TestLabels, other));
            }
        }
        finally
        {
            peer?.Dispose();
        }

        return new(problem, forest.Name, ours, theirs);
    }

    private static (IReadOnlyList<ParityProblem> Problems, int Seeds, string? Page) Parse(string[] arguments)
    {
        List<string> names = [];
        var seeds = 10;
        string? page = null;
        for (var i = 0; i < arguments.Length; i++)
        {
            if (!arguments[i].StartsWith('-'))
            {
                names.Add(arguments[i]);
                continue;
            }

            var (option, value) = (arguments[i], ++i < arguments.Length ? arguments[i] : "");
            if (option == "--seeds" && int.TryParse(value, CultureInfo.InvariantCulture, out var n) && n > 1) seeds = n;
            else if (option == "--out" && value.Length > 0) page = value;
            else
                throw new SongGenreException(
                    $"'{option} {value}' isn't understood; the options are --seeds N (at least 2) and --out FILE.");
        }

        return (ParityProblem.Select(names), seeds, page);
    }
}
