using SongGenre.Data;

namespace SongGenre.Steps;

/// <summary>
/// A step of the experiment: it takes artifacts, makes artifacts, and is the one that sections of
/// <c>experiment.yaml</c> are for.
/// </summary>
/// <param name="Name">Its name, such as <c>split</c>.</param>
/// <param name="Inputs">The names of the artifacts that it takes.</param>
/// <param name="Outputs">The names of the artifacts that it makes.</param>
/// <param name="Sections">The sections of the experiment that it works by.</param>
public sealed record Step(
    string Name, IReadOnlyList<string> Inputs, IReadOnlyList<string> Outputs, IReadOnlyList<string> Sections)
{
    /// <summary>Gets the songs: from a file, the network or a generator.</summary>
    public static Step Fetch { get; } = new("fetch", [], ["raw"], []);

    /// <summary>Drops duplicates and fills missing texts (<see cref="Songs.Clean"/>).</summary>
    public static Step Clean { get; } = new("clean", ["raw"], ["clean"], []);

    /// <summary>Checks columns, types, genres, ranges and distributions; a check that fails ends the run.</summary>
    public static Step Check { get; } = new("check", ["clean"], ["checks"], []);

    /// <summary>Divides the rows (<see cref="Data.Split.Create"/>).</summary>
    public static Step Split { get; } = new("split", ["clean"], ["train", "validation", "test"], ["split"]);

    /// <summary>Fits features and forest (<see cref="GenreTraining.Run"/>), without a look at the test rows.</summary>
    public static Step Train { get; } = new(
        "train", ["train", "validation"], ["features", "model"], ["features", "tfidf", "forest", "calibration"]);

    /// <summary>Scores the model on the test rows.</summary>
    public static Step Evaluate { get; } = new("evaluate", ["model", "test"], ["results"], ["evaluation"]);

    /// <summary>All steps, each after those whose artifacts it takes.</summary>
    public static IReadOnlyList<Step> All { get; } = [Fetch, Clean, Check, Split, Train, Evaluate];

    /// <summary>Reads a list of steps.</summary>
    /// <param name="list">Names separated by commas, in any order, such as <c>train,evaluate</c>.</param>
    /// <returns>These steps, in the order of <see cref="All"/>.</returns>
    /// <exception cref="SongGenreException">A name is unknown, or there is none.</exception>
    public static IReadOnlyList<Step> Parse(string list)
    {
        ArgumentNullException.ThrowIfNull(list);
        const StringSplitOptions Filled = StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries;
        var names = list.Split(',', Filled);
        if (names.Length == 0) throw new SongGenreException($"'{list}' names no step; {Known}.");
        var unknown = names.FirstOrDefault(name => All.All(step => step.Name != name));
        return unknown is null
            ? [.. All.Where(step => names.Contains(step.Name))]
            : throw new SongGenreException($"there is no step '{unknown}'; {Known}.");
    }

    /// <summary>The step that makes an artifact.</summary>
    /// <param name="artifact">One of the steps' inputs.</param>
    internal static Step MakerOf(string artifact) => All.First(step => step.Outputs.Contains(artifact));

    private static string Known => "the steps are " + string.Join(", ", All.Select(step => step.Name));
}
