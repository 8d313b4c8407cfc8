using SongGenre.Data;
using SongGenre.Tracking.Mlflow;
using SongGenre.Tracking.Wandb;

namespace SongGenre.Tracking;

/// <summary>Where runs go on record.</summary>
public sealed partial record TrackingOptions
{
    /// <summary>The environment variable that keeps runs off the record: <c>SONGGENRE_TRACKING=off</c>.</summary>
    public const string SwitchVariable = "SONGGENRE_TRACKING";

    /// <summary>What keeps runs from Weights &amp; Biases, whatever else asks for one there.</summary>
    public const string NoWandb = ModeVariable + "=disabled";

    private const string ModeVariable = "WANDB_MODE";
    private const string StoreVariable = "MLFLOW_TRACKING_URI";
    private const string ExperimentVariable = "MLFLOW_EXPERIMENT_NAME";
    private const string RunVariable = "MLFLOW_RUN_ID";
    private const string NameVariable = "MLFLOW_RUN_NAME";
    private const string ParentVariable = "SONGGENRE_PARENT_RUN";

    /// <summary>Whether runs go on record at all. Default true.</summary>
    public bool IsOn { get; init; } = true;

    /// <summary>
    /// MLflow's store (MLFLOW_TRACKING_URI): <c>sqlite:///PATH</c>, or <c>http(s)://…</c> for a server. Default:
    /// <c>mlflow.db</c> in <see cref="Repository.Root"/>. See <see cref="RunStore.Open"/>.
    /// </summary>
    public string Store { get; init; } = RunStore.LocalScheme + Path.Combine(Repository.Root, "mlflow.db");

    /// <summary>MLflow's experiment (MLFLOW_EXPERIMENT_NAME). Default <c>song-genre</c>.</summary>
    public string Experiment { get; init; } = "song-genre";

    /// <summary>A run of the store that goes on here (MLFLOW_RUN_ID); null for a new one.</summary>
    public string? RunId { get; init; }

    /// <summary>The run's name; null for one that is made up, or that the run has.</summary>
    public string? Name { get; init; }

    /// <summary>The run that it is a part of; null for none.</summary>
    public string? Parent { get; init; }

    /// <summary>Where the run goes as one of Weights &amp; Biases; null for nowhere. Default null.</summary>
    public WandbOptions? Wandb { get; init; }

    /// <summary>
    /// The folder of what belongs to this project's runs but to no tracker: <c>.songgenre/</c> beside the store's
    /// database, in <see cref="Repository.Root"/> when the store is a server.
    /// </summary>
    public string Folder => Path.Combine(
        RunStore.IsServer(Store) ? Repository.Root : Path.GetDirectoryName(RunStore.DatabaseOf(Store))!,
        ".songgenre");

    /// <summary>The folder of the artifact store: <c>artifacts/</c> in <see cref="Folder"/>.</summary>
    public string ArtifactFolder => Path.Combine(Folder, "artifacts");

    /// <summary>
    /// The variables by which another process's <see cref="FromEnvironment"/> puts the parts of a run on record where the
    /// run itself is, or keeps them off it.
    /// </summary>
    /// <param name="run">The run's id.</param>
    public IReadOnlyDictionary<string, string> ForParts(string run) => !IsOn
        ? new Dictionary<string, string> { [SwitchVariable] = "off" }
        : new Dictionary<string, string>
        {
            [StoreVariable] = Store,
            [ExperimentVariable] = Experiment,
            [RunVariable] = "",
            [NameVariable] = "",
            [ParentVariable] = run,
            [ModeVariable] = Wandb is null ? "disabled" : "offline",
            ["WANDB_DIR"] = Wandb?.Folder ?? "",
            ["WANDB_RUN_ID"] = "",
            ["WANDB_NAME"] = "",
            ["WANDB_PROJECT"] = Wandb?.Project ?? "",
            ["WANDB_ENTITY"] = Wandb?.Entity ?? "",
            ["WANDB_RUN_GROUP"] = Wandb?.Group ?? "",
            ["WANDB_JOB_TYPE"] = Wandb?.JobType ?? "",
        };

    /// <summary>Where runs wait until every tracker has them, in the order in which a place is looked for.</summary>
    internal IReadOnlyList<string> Journals =>
        [.. new[] { Folder, Path.Combine(Repository.Root, ".songgenre") }.Distinct().Select(f => Path.Combine(f, "runs"))];

    /// <summary>Where runs are on record already, to look them up: that can be done even while none is recorded.</summary>
    /// <exception cref="SongGenreException">As for <see cref="FromEnvironment"/>.</exception>
    public static TrackingOptions ToLookUp() => FromEnvironment(
        // Nor does a name for runs to come matter.
        variable: name => name is SwitchVariable or NameVariable ? null : Environment.GetEnvironmentVariable(name));

    /// <summary>Whether the environment keeps runs on record, whatever else it says of runs to come.</summary>
    /// <exception cref="SongGenreException">The variable is neither on nor off.</exception>
    internal static bool IsOnHere => IsOnBy(Environment.GetEnvironmentVariable(SwitchVariable));

    /// <summary>The options that the environment gives; an empty variable counts as missing.</summary>
    /// <param name="wandb">Whether a Weights &amp; Biases run is wanted where WANDB_MODE doesn't say. Default false.</param>
    /// <param name="variable">Reads a variable; the process's environment unless given.</param>
    /// <exception cref="SongGenreException">A variable has a value that its option refuses.</exception>
    public static TrackingOptions FromEnvironment(bool wandb = false, Func<string, string?>? variable = null)
    {
        variable ??= Environment.GetEnvironmentVariable;
        string? Read(string name) => variable(name) is { Length: > 0 } value ? value : null;
        // A name that no store takes would keep the whole run off the record, which is said best before it begins.
        string? Named(string name, int most)
        {
            var value = Read(name);
            if (value is not null) Limits.Length(name, value, most);
            return value;
        }

        var options = new TrackingOptions
        {
            IsOn = IsOnBy(Read(SwitchVariable)),
        };
        if (!options.IsOn) return options;
        // Variables that were set for other projects must not stop who doesn't ask for it.
        var isWanted = Read(ModeVariable) switch
        {
            "offline" or "dryrun" => true,
            "disabled" => false,
            _ => wandb,
        };
        options = options with
        {
            Experiment = Named(ExperimentVariable, 500) ?? options.Experiment,
            RunId = Read(RunVariable),
            Parent = Read(ParentVariable),
            Name = Named(NameVariable, 250),
            Wandb = isWanted ? Anywhere(WandbOptions.FromEnvironment(variable)) : null,
        };
        if (Read(StoreVariable) is not { } store) return options;
        return options with
        {
            Store = RunStore.IsServer(store)
                ? store
                : RunStore.LocalScheme + RunStore.DatabaseOf(store),
        };
    }

    private static bool IsOnBy(string? value) => value switch
    {
        null or "" or "on" => true,
        "off" => false,
        var other => throw new SongGenreException($"{SwitchVariable} is '{other}'; it must be on or off."),
    };

    // The same place for every process, whatever folder it works in: another one may send what this one leaves.
    private static WandbOptions Anywhere(WandbOptions wandb) => wandb with { Folder = Path.GetFullPath(wandb.Folder) };
}
