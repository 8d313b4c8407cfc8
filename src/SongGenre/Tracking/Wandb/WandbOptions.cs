using System.Text.RegularExpressions;

namespace SongGenre.Tracking.Wandb;

/// <summary>Where a Weights &amp; Biases run belongs, and what it is called.</summary>
public sealed partial record WandbOptions
{
    private const int LongestId = 64;
    private const int LongestProject = 128;

    /// <summary>The folder (WANDB_DIR), the current one unless said; runs go into its folder <c>wandb</c>.</summary>
    public string Folder { get; init; } = ".";

    /// <summary>
    /// The project (WANDB_PROJECT), <c>uncategorized</c> unless said, as in Weights &amp; Biases: at most 128
    /// characters, none of <c>/ \ # ? % :</c> and no control characters.
    /// </summary>
    /// <exception cref="SongGenreException">Another text.</exception>
    public string Project
    {
        get;
        init => field = value.Length is > 0 and <= LongestProject
            && !value.Any(c => @"/\#?%:".Contains(c) || char.IsControl(c))
            ? value
            : throw new SongGenreException(
                $"The Weights & Biases project is {WandbJson.Of(value)}; "
                + $"give 1 to {LongestProject} characters without / \\ # ? % : (WANDB_PROJECT).");
    } = "uncategorized";

    /// <summary>
    /// The user or team that the project belongs to (WANDB_ENTITY); null for the default of whoever uploads. Artifacts
    /// need one.
    /// </summary>
    public string? Entity { get; init; }

    /// <summary>The experiment that the run is a part of (WANDB_RUN_GROUP).</summary>
    public string? Group { get; init; }

    /// <summary>The kind of run, such as <c>train</c> (WANDB_JOB_TYPE).</summary>
    public string? JobType { get; init; }

    /// <summary>The run's name for people (WANDB_NAME); null for a random one from the server.</summary>
    public string? Name { get; init; }

    /// <summary>Notes in Markdown (WANDB_NOTES).</summary>
    public string? Notes { get; init; }

    /// <summary>Tags (WANDB_TAGS, separated by commas).</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>
    /// The run's id (WANDB_RUN_ID): at most 64 characters, of which other than letters, digits and <c>_</c> become
    /// <c>-</c>; null for a random one.
    /// </summary>
    /// <exception cref="SongGenreException">A longer text.</exception>
    public string? Id
    {
        get;
        init => field = value is not { Length: > LongestId }
            ? value is null ? null : NonWord().Replace(value, "-")
            : throw new SongGenreException(FormattableString.Invariant(
                $"A Weights & Biases run id has {value.Length} characters; give at most {LongestId} (WANDB_RUN_ID)."));
    }

    /// <summary>
    /// Whether WANDB_MODE wants an offline run: true for <c>offline</c> (and its old name <c>dryrun</c>), false for
    /// <c>disabled</c>, null where it says neither.
    /// </summary>
    public bool? IsWanted { get; init; }

    /// <summary>The options that the WANDB_ variables give; an empty one counts as missing.</summary>
    /// <param name="variable">Reads a variable; the process's environment unless given.</param>
    /// <exception cref="SongGenreException">A variable has a value that its option refuses.</exception>
    public static WandbOptions FromEnvironment(Func<string, string?>? variable = null)
    {
        string? Read(string name) =>
            (variable ?? Environment.GetEnvironmentVariable)(name) is { Length: > 0 } value ? value : null;

        return new()
        {
            Folder = Read("WANDB_DIR") ?? ".",
            Project = Read("WANDB_PROJECT") ?? "uncategorized",
            Entity = Read("WANDB_ENTITY"),
            Group = Read("WANDB_RUN_GROUP"),
            JobType = Read("WANDB_JOB_TYPE"),
            Name = Read("WANDB_NAME"),
            Notes = Read("WANDB_NOTES"),
            Tags = (Read("WANDB_TAGS") ?? "")
                .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
            Id = Read("WANDB_RUN_ID"),
            IsWanted = Read("WANDB_MODE") switch
            {
                null or "online" => null,
                "offline" or "dryrun" => true,
                "disabled" => false,
                var mode => throw new SongGenreException(
                    $"WANDB_MODE is {WandbJson.Of(mode)}; it must be online, offline or disabled."),
            },
        };
    }

    [GeneratedRegex("[^A-Za-z0-9_]")]
    private static partial Regex NonWord();
}
