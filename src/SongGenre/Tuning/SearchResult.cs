using System.Globalization;
using System.Text.Json.Nodes;
using SongGenre.Data;

namespace SongGenre.Tuning;

/// <summary>What a search found.</summary>
public sealed class SearchResult
{
    internal SearchResult(
        SearchPlan plan,
        DataSource source,
        int trainRows,
        int testRows,
        IEnumerable<Trial> trials,
        bool isComplete,
        double seconds)
    {
        Plan = plan;
        Source = source;
        TrainRows = trainRows;
        TestRows = testRows;
        Trials = Rank(trials, plan.Options.Metric);
        IsComplete = isComplete;
        Seconds = seconds;
    }

    /// <summary>What was searched, and how.</summary>
    public SearchPlan Plan { get; }

    /// <summary>The data.</summary>
    public DataSource Source { get; }

    /// <summary>The rows that everything was fitted and scored on.</summary>
    public int TrainRows { get; }

    /// <summary>The rows that nobody looked at.</summary>
    public int TestRows { get; }

    /// <summary>The trials, best first; at least one. With halving those of later rounds come first.</summary>
    public IReadOnlyList<Trial> Trials { get; }

    /// <summary>Whether every trial was made; false when time was up.</summary>
    public bool IsComplete { get; }

    /// <summary>Wall-clock seconds.</summary>
    public double Seconds { get; }

    /// <summary>The best trial.</summary>
    public Trial Best => Trials[0];

    /// <summary>The best trial's experiment, with all the trees that it asks for.</summary>
    public Experiment BestExperiment => Plan.Points[Best.Number].Experiment;

    /// <summary>How trials were scored, in words, and that the test rows weren't.</summary>
    public string HowScored
    {
        get
        {
            var how = Plan.Options.Scoring == SearchOptions.CrossValidation
                ? string.Create(CultureInfo.InvariantCulture, $"{Plan.Options.Folds}-fold cross-validation inside")
                : "trees that did not see a row among";
            var apart = Plan.Options.Scoring == SearchOptions.CrossValidation
                ? ", no recording in two folds"
                : " (they may have seen its recording in another row)";
            var where = string.Create(CultureInfo.InvariantCulture, $"the {TrainRows:#,0} training rows{apart}");
            return string.Create(CultureInfo.InvariantCulture,
                $"scored by {how} {where}; the {TestRows:#,0} test rows were not touched");
        }
    }

    /// <summary>Trials in the order of their merit: later rounds first, then by the metric, then by number.</summary>
    public static IReadOnlyList<Trial> Rank(IEnumerable<Trial> trials, SearchMetric metric) =>
    [
        .. trials.OrderByDescending(trial => trial.Round)
            .ThenBy(trial => metric.Rank(trial.Score(metric).Mean))
            .ThenBy(trial => trial.Number),
    ];

    /// <summary>Writes <see cref="BestExperiment"/> as a file that <see cref="Experiment.Read"/> reads.</summary>
    /// <exception cref="SongGenreException">The file can't be written.</exception>
    public void SaveBest(string file) =>
        WholeFile.Write(file, temporary => File.WriteAllText(temporary, BestExperiment.ToYaml()));

    /// <summary>Everything as one JSON object.</summary>
    public JsonObject ToJson() => new()
    {
        ["metric"] = Plan.Options.Metric.Name,
        ["score"] = Plan.Options.Scoring,
        ["folds"] = Plan.Options.Scoring == SearchOptions.CrossValidation ? Plan.Options.Folds : null,
        ["seed"] = Plan.Options.Seed,
        ["halving"] = Plan.Options.IsHalving,
        ["complete"] = IsComplete,
        ["rows"] = new JsonObject { ["train"] = TrainRows, ["test_untouched"] = TestRows },
        ["best"] = new JsonObject
        {
            ["number"] = Best.Number,
            ["experiment"] = new JsonObject(
                BestExperiment.Flatten().Select(p => KeyValuePair.Create(p.Key, (JsonNode?)p.Value))),
        },
        ["trials"] = new JsonArray([.. Trials.Select(trial => trial.ToJson())]),
        ["seconds"] = Seconds,
        ["data_sha256"] = Source.Sha256,
        ["synthetic"] = Source.IsSynthetic,
    };

    /// <summary>
    /// The trials as CSV, best first: number, round, trees, a column for each dimension, each figure and its deviation
    /// (<c>_sd</c>), seconds.
    /// </summary>
    public void WriteCsv(TextWriter output)
    {
        var keys = Plan.Dimensions.Select(d => d.Key).Where(key => key != "forest.n_estimators").ToList();
        Write(
        [
            "number", "round", "forest.n_estimators", .. keys,
            .. SearchMetric.Names.SelectMany(name => (string[])[name, name + "_sd"]), "seconds",
        ]);
        foreach (var trial in Trials)
        {
            Write(
            [
                Text(trial.Number), Text(trial.Round), Text(trial.Trees),
                .. keys.Select(key => trial.Values.First(v => v.Key == key).Value),
                .. trial.Scores.SelectMany(score => (string[])[Text(score.Mean), Text(score.Deviation)]),
                Text(trial.Seconds),
            ]);
        }

        void Write(IEnumerable<string> fields) => output.WriteLine(string.Join(',', fields.Select(Quoted)));
    }

    private static string Quoted(string field) =>
        field.AsSpan().ContainsAny(",\"\n") ? $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : field;

    private static string Text(double? value) => value?.ToString("R", CultureInfo.InvariantCulture) ?? "";
}
