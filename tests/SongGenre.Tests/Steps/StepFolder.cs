using SongGenre.Data;
using SongGenre.Steps;
using SongGenre.Tests.Data;
using SongGenre.Tracking;
using SongGenre.Tracking.Artifacts;

namespace SongGenre.Tests.Steps;

/// <summary>A store of a test's own, songs, and runs of steps on them that by default no tracker is told of.</summary>
internal sealed class StepFolder : IDisposable
{
    private static readonly TrackingOptions Unrecorded = new() { IsOn = false };

    private readonly TemporaryFolder _folder = new();

    public StepFolder()
    {
        Store = new(_folder["store"]);
        TableFile.Write(SongSample.Generate(900, 5), File);
    }

    public ArtifactStore Store { get; }

    public string File => _folder["songs.csv"];

    public string this[string name] => _folder[name];

    public static Experiment Experiment { get; } = new()
    {
        Forest = new() { Trees = 9, MaxDepth = 6 },
        Evaluation = new() { BootstrapSamples = 20 },
    };

    /// <summary>Runs steps, all of them by default.</summary>
    public PipelineResult Run(
        string? steps = null,
        Experiment? experiment = null,
        string[]? inputs = null,
        Action<StepResult, CancellationTokenSource>? done = null,
        TrackingOptions? tracking = null)
    {
        tracking ??= Unrecorded;
        var plan = StepPlan.Create(
            Store, steps is null ? Step.All : Step.Parse(steps), experiment ?? Experiment, inputs);
        using var whole = TrackedRun.Start("run", plan.Experiment, options: tracking);
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var result = new SongPipeline(Store, plan, whole, tracking)
        {
            Load = () => SongData.Read(File),
            Done = step => done?.Invoke(step, cancel),
        }.Run(cancel.Token);
        whole.Finish();
        return result;
    }

    /// <summary>Every version that the store has.</summary>
    public List<string> Versions() => [.. Store.Names().SelectMany(Store.Versions).Select(v => v.Reference)];

    public void Dispose() => _folder.Dispose();
}
