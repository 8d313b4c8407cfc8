using System.Runtime.InteropServices;
using SongGenre.Data;
using SongGenre.Tracking.Journal;
using SongGenre.Tracking.Mlflow;
using SongGenre.Tracking.Reproduction;
using SongGenre.Tracking.Wandb;

namespace SongGenre.Tracking;

public sealed partial class TrackedRun
{
    // Tags behind songgenre., and files below environment/ that end with .txt.
    internal const string CommandLineName = "command_line";
    internal const string OverridesName = "overrides";

    // A process that is being ended is given a few seconds by most systems.
    private static readonly TimeSpan LastPatience = TimeSpan.FromSeconds(3);

    private readonly List<PosixSignalRegistration> _signals = [];

    // A run that isn't on record.
    private TrackedRun()
    {
        _say = _ => { };
        Id = Guid.NewGuid().ToString("N");
        Name = RunName.Of(Id);
        _opened = _described = Task.CompletedTask;
    }

    /// <summary>
    /// Opens a run: with the experiment as its parameters, the command line, the commit with what was changed since,
    /// machine and package versions. What earlier processes left is sent meanwhile. A process that ends before the run,
    /// by a signal too, leaves a run that is marked so.
    /// </summary>
    /// <param name="command">What runs, such as <c>train</c> or a notebook's name; the tag <c>songgenre.command</c>.</param>
    /// <param name="experiment">Every knob; null where there are none.</param>
    /// <param name="overrides">Which of them were changed, as <c>key=value</c>. Default none.</param>
    /// <param name="options">Where it goes on record. Default what the environment says.</param>
    /// <param name="say">Told in a line each what keeps it from being recorded. Default nobody.</param>
    /// <exception cref="SongGenreException">The environment has a variable that can't be understood.</exception>
    public static TrackedRun Start(
        string command,
        Experiment? experiment = null,
        IReadOnlyList<string>? overrides = null,
        TrackingOptions? options = null,
        Action<string>? say = null) =>
        Begin(command, experiment, overrides ?? [], options ?? TrackingOptions.FromEnvironment(), say ?? (_ => { }), Now);

    /// <summary>
    /// Brings the runs that earlier processes left behind to their trackers; those that had not ended are marked as
    /// killed. <see cref="Start"/> does it by itself; who lists runs does it first.
    /// </summary>
    /// <param name="options">Where runs go on record. Default what the environment says.</param>
    /// <param name="say">Told in a line what still can't be sent. Default nobody.</param>
    public static void SendLeft(TrackingOptions? options = null, Action<string>? say = null)
    {
        options ??= TrackingOptions.FromEnvironment();
        say ??= _ => { };
        if (!options.IsOn) return;
        foreach (var root in options.Journals) SendLeft(root, options, say);
    }

    internal static void SendLeft(string root, TrackingOptions options, Action<string> say) =>
        RunDelivery.SendLeft(root, started => Sinks(started, options.Store, say), say);

    private static TrackedRun Begin(
        string command,
        Experiment? experiment,
        IReadOnlyList<string> overrides,
        TrackingOptions options,
        Action<string> say,
        DateTimeOffset start)
    {
        if (!options.IsOn) return new();
        say = Quiet(say);
        var id = Guid.NewGuid().ToString("N");
        var started = new RunStarted(
            start, id, options.Name ?? RunName.Of(id), options.Experiment, command,
            [.. Environment.GetCommandLineArgs().Skip(1)], options.Parent, options.RunId,
            PublicAddress.Of(options.Store), options.MarkedWandb);
        var run = new TrackedRun(
            started,
            say,
            opening =>
            {
                opening.Open(options.Journals, started, Sinks(started, options.Store, say));
                opening.Describe(started, experiment, overrides, options.Marks);
            },
            opened => opened.FindOut(),
            Patience);
        run.Watch();
        // On a thread that nobody waits for: a tracker that is slow for an earlier run must not hold up this one.
        new Thread(() => run.Try(() => SendLeft(options, say))) { IsBackground = true, Name = "tracking earlier runs" }
            .Start();
        return run;
    }

    private static List<IRunSink> Sinks(RunStarted started, string store, Action<string> say)
    {
        List<IRunSink> sinks = [new MlflowSink(() => RunStore.Open(Address(started.Store, store), say), say)];
        if (started.Wandb is { } wandb) sinks.Add(new WandbSink(wandb, say));
        return sinks;
    }

    // The credentials of the environment are for the store that it names, and are in no file.
    private static string Address(string recorded, string store) =>
        PublicAddress.Of(store).TrimEnd('/') == recorded.TrimEnd('/') ? store
        : !RunStore.IsServer(recorded) ? recorded
        : throw new SongGenreException(
            $"{recorded}: the run belongs there, and the credentials here may be another server's; set "
            + "MLFLOW_TRACKING_URI to it to send the run.");

    private void Describe(
        RunStarted started,
        Experiment? experiment,
        IReadOnlyList<string> overrides,
        IEnumerable<KeyValuePair<string, string>> marks)
    {
        var texts = new Dictionary<string, string>
        {
            [CommandLineName] = string.Join(' ', started.Arguments.Select(CommandLine.Quoted)),
        };
        if (overrides.Count > 0) texts[OverridesName] = string.Join('\n', overrides);
        var tags = new Dictionary<string, string>(marks) { ["songgenre.command"] = started.Command };
        foreach (var (name, text) in texts) tags["songgenre." + name] = Limits.OwnTag(text);
        if (started.Parent is { } parent) tags[MlflowSink.ParentTag] = parent;
        if (_journal is not { } journal) return;
        Try(() =>
        {
            journal.Append(new TagsSet(Now, tags));
            if (experiment is not null) journal.Append(new ParametersLogged(Now, Last(experiment.Flatten())));
        });
        _delivery!.Hurry();
        // A run is done again by the whole of what a tag has no room for.
        foreach (var (name, text) in texts.Where(text => tags["songgenre." + text.Key] != text.Value))
            Keep(name + ".txt", text);
        if (experiment is not null) Keep("experiment.yaml", experiment.ToYaml());

        void Keep(string name, string text) => Try(() =>
        {
            var path = "environment/" + name;
            journal.Keep(path, file => System.IO.File.WriteAllText(file, text));
            journal.Append(new FileLogged(Now, path));
        });
    }

    private void FindOut() => Try(() =>
    {
        if (_journal is null) return;
        var source = WorkingTree.Read(Repository.Root);
        var environment = RunEnvironment.Read(source?.Tree.Commit, source?.Tree.IsDirty);
        if (source?.Diff is { Length: > 0 } diff) Text("environment/git.diff", diff);
        if (source is { Tree: { Commit: not null, IsDirty: true }, Diff: null })
            _say("git doesn't say what was changed since the commit; the run goes on without that part of its record");
        Text("environment/packages.lock.json", environment.LockList());
        Log(journal => journal.Append(new EnvironmentRead(Now, environment, source?.Tree)));
    });

    private void Watch()
    {
        AppDomain.CurrentDomain.ProcessExit += EndWithProcess;
        // Without a handler these end the process before anything else is done (SIGKILL does in any case).
        foreach (var signal in new[] { PosixSignal.SIGTERM, PosixSignal.SIGHUP })
            _signals.Add(PosixSignalRegistration.Create(signal, context => EndBy($"{context.Signal}")));
    }

    private void Unwatch()
    {
        AppDomain.CurrentDomain.ProcessExit -= EndWithProcess;
        foreach (var signal in _signals) signal.Dispose();
        _signals.Clear();
    }

    private void EndWithProcess(object? sender, EventArgs e) => EndBy("the process ended before the run");

    private void EndBy(string cause) => End(RunStatus.Killed, cause, LastPatience);
}
