using System.Diagnostics;
using SongGenre.Data;
using SongGenre.Evaluation;
using SongGenre.Features;

namespace SongGenre.Benchmarks.Accuracy;

/// <summary>
/// Scores configurations by cross-validation inside the training rows of the <c>track</c> split, folds by recording;
/// the test rows aren't looked at.
/// </summary>
internal static class CrossValidation
{
    private const int Folds = 4;

    /// <summary>Prints a table row for each configuration.</summary>
    /// <param name="songs">The songs.</param>
    /// <param name="file">The experiment that configurations change.</param>
    /// <param name="configurations">
    /// Overrides divided by blanks, such as <c>features.derived=true forest.n_estimators=300</c>. Neighbours with the
    /// same features share them.
    /// </param>
    public static void Run(CleanSongs songs, string file, IReadOnlyList<string> configurations)
    {
        var train = Split.Create(songs, new() { Kind = "track", ValidationSize = 0 }).Train;
        var folds = Divide(songs, train);
        Console.WriteLine("| overrides | AUC | by fold | accuracy | log loss | calibration error | overconfidence | seconds |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- | --- | --- |");
        (FeatureOptions, TfidfOptions)? known = null;
        Fold[] made = [];
        foreach (var configuration in configurations)
        {
            var clock = Stopwatch.StartNew();
            var experiment = Experiment.Load(
                file, configuration.Split(' ', StringSplitOptions.RemoveEmptyEntries));
            if (known != (experiment.Features, experiment.Tfidf))
            {
                var numbers = Enumerable.Range(0, Folds);
                made = [.. numbers.Select(fold => Fold.Create(songs, train, folds, fold, experiment))];
                known = (experiment.Features, experiment.Tfidf);
            }

            var results = made.Select(fold => fold.Score(songs, experiment)).ToArray();
            var aucs = Array.ConvertAll(results, result => result.Scores.AucOvoMacro!.Value);
            Console.WriteLine(string.Join(
                " | ",
                $"| {configuration}",
                $"{aucs.Average():0.00000}",
                string.Join(' ', aucs.Select(auc => $"{auc:0.0000}")),
                $"{results.Average(result => result.Scores.Accuracy):0.0000}",
                $"{results.Average(result => result.Scores.LogLoss):0.0000}",
                $"{results.Average(result => result.Error):0.0000}",
                $"{results.Average(result => result.Overconfidence):0.0000}",
                $"{clock.Elapsed.TotalSeconds:0} |"));
        }
    }

    private static int[] Divide(CleanSongs songs, int[] train)
    {
        var recordings = RowGroups.ByRecording(songs.Table);
        var order = train.Select(row => recordings[row]).Distinct().ToArray();
        new Random(1).Shuffle(order);
        var folds = order.Select((recording, i) => (recording, i)).ToDictionary(r => r.recording, r => r.i % Folds);
        return Array.ConvertAll(train, row => folds[recordings[row]]);
    }

    private sealed record Fold(
        int[] Train, FeaturePipeline Pipeline, FeatureMatrix Matrix, int[] Rest, FeatureMatrix RestMatrix)
    {
        public static Fold Create(CleanSongs songs, int[] rows, int[] folds, int fold, Experiment experiment)
        {
            int[] train = [.. rows.Where((_, i) => folds[i] != fold)];
            int[] rest = [.. rows.Where((_, i) => folds[i] == fold)];
            var (pipeline, matrix) = FeaturePipeline.FitTransform(songs, train, experiment.Features, experiment.Tfidf);
            return new(train, pipeline, matrix, rest, pipeline.Transform(songs.Table, rest));
        }

        public (Scores Scores, double Error, double Overconfidence) Score(CleanSongs songs, Experiment experiment)
        {
            var model = GenreModel.Fit(songs, Train, Pipeline, Matrix, experiment);
            var probabilities = model.Predict(RestMatrix);
            var labels = songs.LabelsOf(Rest);
            var error = Calibration.Compute(labels, probabilities, experiment.Evaluation.CalibrationBins).ExpectedError;
            var scores = Scores.Compute(labels, probabilities);
            var confidence = Enumerable.Range(0, labels.Length)
                .Average(row => probabilities[row, probabilities.Predicted(row)]);
            return (scores, error, confidence - scores.Accuracy);
        }
    }
}
