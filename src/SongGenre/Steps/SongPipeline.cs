using System.Diagnostics;
using SongGenre.Data;
using SongGenre.Forest;
using SongGenre.Tracking;
using SongGenre.Tracking.Artifacts;

namespace SongGenre.Steps;

/// <summary>
/// Runs the steps of a plan. Each step reads what it takes from the store, also what the step before has just made, so
/// that a step that is run alone does the same.
/// </summary>
/// <remarks>
/// The experiment is one run, and each step is a run of its own below it (MLflow's <c>mlflow.parentRunId</c>), as in
/// MLflow's example of a workflow of several steps: the one has parameters, scores and model, so that it is compared
/// with other experiments; the others have what they took and made, so that lineage tells which step made what.
/// </remarks>
/// <param name="store">The store.</param>
/// <param name="plan">The plan.</param>
/// <param name="whole">The run of the experiment, which the caller ends.</param>
/// <param name="options">Where the steps go on record.</param>
public sealed partial class SongPipeline(
    ArtifactStore store, StepPlan plan, TrackedRun whole, TrackingOptions options)
{
    private readonly Dictionary<string, string> _made = new(StringComparer.Ordinal);

    /// <summary>
    /// What <see cref="Step.Fetch"/> does. Default
    /// <see cref="SongData.Load(string?, Action{string}?, IProgress{DownloadProgress}?, bool)"/>.
    /// </summary>
    public Func<Songs> Load { get; init; } = () => SongData.Load();

    /// <summary>Told how each forest grows; null for nobody.</summary>
    public IProgress<ForestProgress>? Growing { get; init; }

    /// <summary>Told of each step that is done; null for nobody.</summary>
    public Action<StepResult>? Done { get; init; }

    /// <summary>Runs the steps.</summary>
    /// <param name="cancel">Stops before the next step, and a training at once; what was made stays.</param>
    /// <exception cref="SongGenreException">A step failed; what those before it made stays.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public PipelineResult Run(CancellationToken cancel = default)
    {
        whole.Tag("songgenre.steps", string.Join(',', plan.Steps.Select(step => step.Name)));
        if (plan.Inputs.Count > 0)
            whole.Tag(StepPlan.InputsTag, string.Join('\n', plan.Inputs.Select(i => $"{i.Step.Name}={i.Reference}")));
        var result = new PipelineResult();
        foreach (var step in plan.Steps)
        {
            cancel.ThrowIfCancellationRequested();
            using var run = Open(step);
            try
            {
                var clock = Stopwatch.StartNew();
                var work = new StepWork(
                    store, run, new(run.Id, step.Name), input => plan.InputOf(step, input, _made));
                result = Do(step, work, result, cancel);
                foreach (var version in work.AllMade) _made[version.Name] = version.Reference;
                var done = new StepResult(step, run.Id, work.Used, work.AllMade, clock.Elapsed.TotalSeconds);
                result = result with { Steps = [.. result.Steps, done] };
                run.Metric("seconds", done.Seconds);
                run.Finish();
                Done?.Invoke(done);
            }
            catch (Exception e)
            {
                run.Fail(e);
                throw;
            }
        }

        return result;
    }

    private TrackedRun Open(Step step)
    {
        // Weights & Biases knows no run below a run: a group holds the steps, each of a type of its own.
        var own = options with
        {
            Name = step.Name,
            Parent = whole.Id,
            RunId = null,
            Tags = new Dictionary<string, string>(),
            Notes = null,
            Wandb = options.Wandb is { } wandb
                ? wandb with { Group = wandb.Group ?? whole.Name, JobType = step.Name, Name = step.Name, Id = null }
                : null,
        };
        // What keeps the steps from being recorded keeps the whole from it, which says so.
        return TrackedRun.Start(step.Name, options: own);
    }

    private PipelineResult Do(Step step, StepWork work, PipelineResult result, CancellationToken cancel) =>
        step.Name switch
        {
            "fetch" => Fetch(work, result),
            "clean" => Clean(work, result),
            "check" => Check(work, result),
            "split" => Divide(work, result),
            "train" => Train(work, result, cancel),
            _ => Evaluate(work, result),
        };

    private PipelineResult Fetch(StepWork work, PipelineResult result)
    {
        var songs = Load();
        work.Made(store.AddSongs(songs, run: work.Maker));
        return From(songs.Source, result);
    }

    private PipelineResult Clean(StepWork work, PipelineResult result)
    {
        var songs = store.ReadSongs(work.Take("raw").Reference);
        work.Made(store.AddClean(songs.Clean(), run: work.Maker));
        return From(songs.Source, result);
    }

    private PipelineResult Divide(StepWork work, PipelineResult result)
    {
        var songs = store.ReadClean(work.Take("clean").Reference);
        var split = Split.Create(songs, plan.Experiment.Split);
        foreach (var part in store.AddSplit(songs, split, work.Maker, plan.Experiment.Split)) work.Made(part);
        return From(songs.Source, result);
    }

    private PipelineResult From(DataSource source, PipelineResult result)
    {
        if (result.Source is null) whole.Tag(TrackedRun.DataTag, source.Sha256);
        return result with { Source = source };
    }
}
