using SongGenre.Tracking.Artifacts;

namespace SongGenre.Steps;

/// <summary>What a run of steps will do: which steps, from which artifacts, by which experiment.</summary>
public sealed partial class StepPlan
{
    /// <summary>The tag of a run with what it takes from the store, lines such as <c>split=clean:v3</c>.</summary>
    internal const string InputsTag = "songgenre.inputs";

    private readonly Dictionary<(Step Step, string Input), string> _inputs;

    private StepPlan(
        IReadOnlyList<Step> steps, Experiment experiment, Dictionary<(Step Step, string Input), string> inputs)
    {
        Steps = steps;
        Experiment = experiment;
        _inputs = inputs;
    }

    /// <summary>The steps in their order.</summary>
    public IReadOnlyList<Step> Steps { get; }

    /// <summary>
    /// The experiment that was given, with the sections of steps that are left out as they were when the artifacts that
    /// this run takes were made.
    /// </summary>
    public Experiment Experiment { get; }

    /// <summary>The versions that the run takes from the store, such as <c>clean:v3</c>, by step and name.</summary>
    public IReadOnlyList<(Step Step, string Reference)> Inputs =>
        [.. _inputs.Select(input => (input.Key.Step, input.Value))];

    /// <summary>Plans a run: looks up every version that it needs, so that nothing is missing in the middle.</summary>
    /// <param name="store">The store.</param>
    /// <param name="steps">The steps, as <see cref="Step.Parse"/> gives them.</param>
    /// <param name="experiment">The experiment.</param>
    /// <param name="inputs">
    /// Versions that steps shall take, such as <c>split=clean:v3</c>; what is not named comes from a step of the same
    /// run or is the latest. Default none.
    /// </param>
    /// <exception cref="SongGenreException">
    /// An input is no such text, names what its step doesn't take or what this run makes anew, or isn't in the store;
    /// or the trainer is the baseline, whose models can't be kept.
    /// </exception>
    public static StepPlan Create(
        ArtifactStore store, IReadOnlyList<Step> steps, Experiment experiment, IEnumerable<string>? inputs = null)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(steps);
        ArgumentNullException.ThrowIfNull(experiment);
        if (steps.Contains(Step.Train)) GenreModel.RequireSavable(experiment);
        var named = ParseInputs(steps, inputs ?? []);
        var made = steps.SelectMany(step => step.Outputs).ToHashSet(StringComparer.Ordinal);
        var taken = new Dictionary<(Step, string), string>();
        foreach (var step in steps)
        {
            foreach (var input in step.Inputs.Where(input => !made.Contains(input)))
                taken[(step, input)] = Find(store, step, input, named.GetValueOrDefault((step, input)));
        }

        return new(steps, Effective(store, steps, experiment, taken), taken);
    }

    /// <summary>The version that a step takes: one of the store, or what an earlier step of the run made.</summary>
    internal string InputOf(Step step, string input, IReadOnlyDictionary<string, string> made) =>
        _inputs.GetValueOrDefault((step, input)) ?? made[input];

    /// <summary>Reads <c>split=clean:v3</c>: the step, the artifact's name and the reference.</summary>
    /// <exception cref="SongGenreException">It is no such text, or can't be meant.</exception>
    public static void CheckInputs(IReadOnlyList<Step> steps, IEnumerable<string> inputs) => ParseInputs(steps, inputs);

    private static Dictionary<(Step, string), string> ParseInputs(IReadOnlyList<Step> steps, IEnumerable<string> inputs)
    {
        var named = new Dictionary<(Step, string), string>();
        foreach (var text in inputs)
        {
            var equals = text.IndexOf('=', StringComparison.Ordinal);
            if (equals < 0) throw new SongGenreException($"{text}: write STEP=ARTIFACT, such as split=clean:v3.");
            var step = Step.Parse(text[..equals]) is [var one] ? one
                : throw new SongGenreException($"{text}: name one step, such as split=clean:v3.");
            var reference = text[(equals + 1)..];
            var name = reference.Split(':')[0];
            if (!steps.Contains(step)) throw new SongGenreException($"{text}: the step {step.Name} is not run.");
            if (!step.Inputs.Contains(name))
            {
                throw new SongGenreException(step.Inputs.Count == 0
                    ? $"{text}: {step.Name} takes no artifact."
                    : $"{text}: {step.Name} takes {string.Join(" and ", step.Inputs)}, not '{name}'.");
            }

            if (steps.Contains(Step.MakerOf(name)))
            {
                throw new SongGenreException(
                    $"{text}: this run makes {name} anew; leave its step {Step.MakerOf(name).Name} out.");
            }

            named[(step, name)] = reference;
        }

        return named;
    }

    private static string Find(ArtifactStore store, Step step, string input, string? reference)
    {
        if (reference is not null) return store.Find(reference).Reference;
        if (store.Names().Contains(input)) return store.Find(input).Reference;
        throw new SongGenreException($"{step.Name}: needs {input}, which {store.Folder} hasn't; the step "
            + $"{Step.MakerOf(input).Name} makes it: add it to the steps.");
    }
}
