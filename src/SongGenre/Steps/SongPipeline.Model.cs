using SongGenre.Evaluation;
using SongGenre.Tracking;
using SongGenre.Tracking.Artifacts;
using SongGenre.Tracking.Mlflow;

namespace SongGenre.Steps;

public sealed partial class SongPipeline
{
    private PipelineResult Train(StepWork work, PipelineResult result, CancellationToken cancel)
    {
        var train = TakeData(work, "train", "training");
        var validation = TakeData(work, "validation", "validation");
        var (songs, split) = store.ReadTraining(train.Reference, validation.Reference);
        var training = GenreTraining.Run(songs, split, plan.Experiment, Growing, cancel);
        var model = training.Model;
        work.Add("features", "features", model.SaveFeatures, new()
        {
            Schema = [.. model.Features.Columns.Select(column => new ArtifactColumn(column.Name, "double"))],
        });
        work.Add("model", "model", model.Save, new()
        {
            Properties = StepFigures.Texts(training.Validation, "validation."),
        });
        List<KeyValuePair<string, double>> figures = [.. StepFigures.Of(training)];
        work.Run.Metrics(figures);
        whole.Metrics(figures);
        // The rows that are scored say it, which may be another split's.
        if (!plan.Steps.Contains(Step.Evaluate)) whole.Tag(TrackedRun.SplitTag, split.Name);
        whole.Model(folder => MlflowModel.Save(model, folder));
        return From(songs.Source, result) with { Training = training };
    }

    private PipelineResult Evaluate(StepWork work, PipelineResult result)
    {
        var model = work.Read(work.Take("model"), GenreModel.Load);
        var rows = TakeData(work, "test", "testing");
        TagSplits(model, rows.Metadata.Properties);
        var songs = store.ReadClean(rows.Reference);
        var options = plan.Experiment.Evaluation;
        var test = GenreEvaluation.Run(model, songs);
        var intervals = Bootstrap.Intervals(songs.Labels, test.Probabilities, options);
        var error = Calibration.Compute(songs.Labels, test.Probabilities, options.CalibrationBins).ExpectedError;
        var files = new ResultFiles(songs, model, test, intervals, error);
        work.Add("results", "results", files.Write, new() { Properties = StepFigures.Texts(test.Scores) });
        List<KeyValuePair<string, double>> figures = [.. StepFigures.Of(test, intervals, error)];
        work.Run.Metrics(figures);
        whole.Result(songs, model, test, options);
        whole.LearningCurve(model, test.Features, songs.Labels);
        whole.Intervals(intervals);
        return From(songs.Source, result) with { Test = test, Intervals = intervals, ExpectedCalibrationError = error };
    }

    // The parameters are of one split. Where model or rows are of another, tags say by which knobs: the rows don't know
    // how many were held out for validation.
    private void TagSplits(GenreModel model, IReadOnlyDictionary<string, string> rows)
    {
        if (rows.TryGetValue(SongArtifacts.SplitProperty, out var split)) whole.Tag(TrackedRun.SplitTag, split);
        else whole.Tag(TrackedRun.SplitTag + ".kind", "none");
        var parameters = plan.Experiment.Flatten().ToHashSet();
        Tag(TrackedRun.SplitTagPrefix, rows.Where(property => property.Key != StepPlan.HeldOut));
        Tag(TrackedRun.TrainedTagPrefix, model.Experiment.Flatten());

        void Tag(string prefix, IEnumerable<KeyValuePair<string, string>> knobs)
        {
            foreach (var (key, value) in knobs.Except(parameters))
                if (key.StartsWith("split.", StringComparison.Ordinal)) whole.Tag(prefix + key, value);
        }
    }

    // The experiment's run says too what it is trained and tested on.
    private ArtifactVersion TakeData(StepWork work, string name, string context)
    {
        var version = work.Take(name, context);
        whole.Used(store, version, context);
        return version;
    }
}
