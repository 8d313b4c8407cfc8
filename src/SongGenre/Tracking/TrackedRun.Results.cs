using System.Buffers;
using System.Globalization;
using System.Text;
using Microsoft.Data.Analysis;
using SongGenre.Charts;
using SongGenre.Data;
using SongGenre.Evaluation;
using SongGenre.Features;
using SongGenre.Forest;
using SongGenre.Tracking.Mlflow;

namespace SongGenre.Tracking;

public sealed partial class TrackedRun
{
    // As many characters as the longest double has.
    private const int LongestNumber = 32;

    private static readonly string[] Curves = ["by_trees.auc_ovo_macro", "by_trees.accuracy", "by_trees.log_loss"];

    /// <summary>
    /// Puts a training on record in one call, as a run that begins and ends with it: what a notebook does. Nothing is
    /// shown.
    /// </summary>
    /// <param name="command">What ran, such as the notebook's name.</param>
    /// <param name="songs">The songs.</param>
    /// <param name="result">The fitted model with its scores.</param>
    /// <param name="options">Where it goes on record. Default what the environment says.</param>
    public static void Record(
        string command, CleanSongs songs, TrainingResult result, TrackingOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(result);
        var seconds = result.Seconds.Features + result.Seconds.Fit + result.Seconds.Predict;
        using var run = Begin(
            command, result.Model.Experiment, Overrides(), options ?? TrackingOptions.FromEnvironment(), _ => { },
            Now.AddSeconds(-seconds));
        run.Data(songs, result.Split);
        run.Result(songs, result);
        run.Finish();
    }

    /// <summary>Records what a training gave: figures, predictions, importances, confusions and the model.</summary>
    /// <param name="songs">The songs.</param>
    /// <param name="result">The fitted model with its scores.</param>
    /// <param name="intervals">Ranges of the test rows' figures; null where they weren't computed.</param>
    public void Result(CleanSongs songs, TrainingResult result, IEnumerable<ConfidenceInterval>? intervals = null)
    {
        ArgumentNullException.ThrowIfNull(songs);
        ArgumentNullException.ThrowIfNull(result);
        if (IsOn) Try(() => Log(songs, result, intervals ?? []));
    }

    /// <summary>Records what a saved model scores on songs.</summary>
    /// <param name="songs">The songs.</param>
    /// <param name="model">The model.</param>
    /// <param name="result">Its scores.</param>
    /// <param name="options">How it is evaluated; null for the options that the model was trained with.</param>
    public void Result(CleanSongs songs, GenreModel model, EvaluationResult result, EvaluationOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(songs);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(result);
        if (IsOn) Try(() => Log(songs, model, result, options ?? model.Experiment.Evaluation));
    }

    /// <summary>Records ranges of figures, as <c>NAME.low</c> and <c>NAME.high</c>.</summary>
    public void Intervals(IEnumerable<ConfidenceInterval> intervals)
    {
        KeyValuePair<string, double>[] limits =
        [
            .. intervals.SelectMany(i => (KeyValuePair<string, double>[])
                [new(i.Metric + ".low", i.Lower), new(i.Metric + ".high", i.Upper)]),
        ];
        if (limits.Length > 0) Metrics(limits);
    }

    /// <summary>
    /// Records what a model's first 1, 2, 5, 10, 20, 50 … trees score by the forest's own probabilities, as
    /// <c>by_trees.auc_ovo_macro</c>, <c>by_trees.accuracy</c> and <c>by_trees.log_loss</c> with the number of trees as
    /// step. A model of ML.NET's trainer has no such curve.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="features">What it saw of rows that it wasn't trained on; null for no rows.</param>
    /// <param name="labels">The genre of each row.</param>
    internal void LearningCurve(GenreModel model, FeatureMatrix? features, int[] labels)
    {
        if (!IsOn || features is null || model.Classifier is not RandomForest forest) return;
        Try(() =>
        {
            foreach (var point in model.LearningCurve(features, labels, Steps(forest.Trees), [null]).Points)
                Metrics(Figures(point.Scores, "by_trees.").Where(figure => Curves.Contains(figure.Key)), point.Trees);
        });
    }

    private static IEnumerable<int> Steps(int trees)
    {
        for (var ten = 1L; ten < trees; ten *= 10)
        {
            foreach (var step in (int[])[1, 2, 5])
                if (ten * step < trees) yield return (int)(ten * step);
        }

        yield return trees;
    }

    private void Log(CleanSongs songs, TrainingResult result, IEnumerable<ConfidenceInterval> intervals)
    {
        // Beside the rest: it takes as long.
        var curve = Task.Run(() => LearningCurve(result.Model, result.TestFeatures, result.TestLabels));
        var model = result.Model.Experiment.Forest.Trainer == ForestOptions.RandomForestTrainer
            ? Task.Run(() => Model(folder => MlflowModel.Save(result.Model, folder)))
            : Task.CompletedTask;
        var figures = result.Test.Rows > 0 ? Figures(result.Test, "") : [];
        if (result.Validation is { } validation) figures.AddRange(Figures(validation, "validation."));
        figures.Add(new("seconds.features", result.Seconds.Features));
        figures.Add(new("seconds.fit", result.Seconds.Fit));
        figures.Add(new("seconds.predict", result.Seconds.Predict));
        figures.Add(new("contaminated_rows", result.Split.ContaminatedRows));
        Predicted(songs, result.Split.Test, result.TestLabels, result.TestProbabilities, result.Model.Genres,
            result.Model.Experiment.Evaluation, figures);
        Intervals(intervals);
        Importances(result.Model);
        Task.WaitAll(curve, model);
    }

    private void Log(CleanSongs songs, GenreModel model, EvaluationResult result, EvaluationOptions options)
    {
        var figures = Figures(result.Scores, "");
        figures.Add(new("contaminated_rows", result.ContaminatedRows));
        var rows = Enumerable.Range(0, songs.Count).ToArray();
        var pictures = Task.Run(() => Try(() => Pictures(model, songs.Labels, result.Probabilities)));
        Predicted(songs, rows, songs.Labels, result.Probabilities, model.Genres, options, figures);
        Importances(model);
        pictures.Wait();
    }

    // The tables' pictures take longer than a small training, so that trainings have the tables alone.
    private void Pictures(GenreModel model, int[] labels, Probabilities probabilities)
    {
        Bytes("importances.png", ModelCharts.Importances(model).ToPng());
        if (labels.Length == 0) return;
        var confusion = ConfusionMatrix.Compute(labels, probabilities);
        Bytes("confusion.png", ModelCharts.Confusion(confusion, model.Genres).ToPng());
    }

    private static List<KeyValuePair<string, double>> Figures(Scores scores, string prefix) =>
        [.. scores.Metrics.Where(m => m.Value is not null).Select(m => KeyValuePair.Create(prefix + m.Name, m.Value!.Value))];

    private static string[] Overrides() => (Environment.GetEnvironmentVariable(Experiment.SetVariable) ?? "")
        .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private void Predicted(
        CleanSongs songs,
        int[] rows,
        int[] labels,
        Probabilities probabilities,
        IReadOnlyList<string> genres,
        EvaluationOptions options,
        List<KeyValuePair<string, double>> figures)
    {
        if (labels.Length > 0)
        {
            var error = Calibration.Compute(labels, probabilities, options.CalibrationBins);
            figures.Add(new("expected_calibration_error", error.ExpectedError));
            Bytes("predictions/test.csv", Predictions(songs, rows, labels, probabilities, genres));
            Text("confusion.csv", Confusions(ConfusionMatrix.Compute(labels, probabilities), genres));
        }

        Metrics(figures);
    }

    // Numbers that read back to the same double, written straight as bytes: there are hundreds of thousands.
    internal static byte[] Predictions(
        CleanSongs songs, int[] rows, int[] labels, Probabilities probabilities, IReadOnlyList<string> genres)
    {
        var names = genres.Select(Encoding.UTF8.GetBytes).ToArray();
        var text = new ArrayBufferWriter<byte>(rows.Length * (genres.Count + 1) * LongestNumber);
        text.Write(Encoding.UTF8.GetBytes($"row,genre,{string.Join(',', genres)}\n"));
        // A table that was made by hand has no row numbers of a file.
        var numbers = songs.Table.Columns.FirstOrDefault(column => column.Name == "row") as Int64DataFrameColumn;
        for (var i = 0; i < rows.Length; i++)
        {
            Put(text, numbers?[rows[i]] ?? rows[i]);
            text.Write(","u8);
            text.Write(names[labels[i]]);
            for (var genre = 0; genre < names.Length; genre++)
            {
                text.Write(","u8);
                Put(text, probabilities[i, genre]);
            }

            text.Write("\n"u8);
        }

        return text.WrittenSpan.ToArray();
    }

    private static void Put<T>(ArrayBufferWriter<byte> text, T number) where T : IUtf8SpanFormattable
    {
        number.TryFormat(text.GetSpan(LongestNumber), out var length, default, CultureInfo.InvariantCulture);
        text.Advance(length);
    }

    internal static string Confusions(ConfusionMatrix matrix, IReadOnlyList<string> genres)
    {
        var text = new StringBuilder("genre,").AppendJoin(',', genres).Append('\n');
        for (var genre = 0; genre < genres.Count; genre++)
        {
            text.Append(genres[genre]);
            for (var predicted = 0; predicted < genres.Count; predicted++)
                text.Append(CultureInfo.InvariantCulture, $",{matrix[genre, predicted]}");
            text.Append('\n');
        }

        return text.ToString();
    }

    private void Importances(GenreModel model)
    {
        var text = new StringBuilder("feature,importance\n");
        foreach (var (column, importance) in model.Importances)
            text.Append(CultureInfo.InvariantCulture, $"{Quoted(column.Name)},{importance}\n");
        Text("importances.csv", text.ToString());
    }

    private static string Quoted(string field) => field.AsSpan().ContainsAny(",\"\r\n")
        ? $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
        : field;
}
