using SongGenre.Tracking.Artifacts;

namespace SongGenre.Steps;

public sealed partial class StepPlan
{
    private const string ExperimentFile = "experiment.yaml";
    internal const string HeldOut = "split.validation_size";

    /// <summary>Refuses an override that no step of a run would heed.</summary>
    /// <param name="steps">The run's steps.</param>
    /// <param name="overrides">Overrides such as <c>forest.n_estimators=200</c>.</param>
    /// <exception cref="SongGenreException">The step that an override is for is left out.</exception>
    public static void CheckOverrides(IReadOnlyList<Step> steps, IEnumerable<string> overrides)
    {
        foreach (var text in overrides)
        {
            var section = text.Split('.', '=')[0].Trim();
            var step = Step.All.FirstOrDefault(s => s.Sections.Contains(section));
            if (step is not null && !steps.Contains(step))
                throw new SongGenreException($"{text}: is for the step {step.Name}, which is not run.");
        }
    }

    // What a step that is left out did is what its artifacts say, not what the file says today.
    private static Experiment Effective(
        ArtifactStore store,
        IReadOnlyList<Step> steps,
        Experiment given,
        Dictionary<(Step Step, string Input), string> taken)
    {
        var (trains, splits) = (steps.Contains(Step.Train), steps.Contains(Step.Split));
        if (trains && !splits)
        {
            // Rows that are held out leave the training rows as they are; so each knows its own part.
            var known = Properties(store, taken[(Step.Train, "train")])
                .Where(property => property.Key != HeldOut)
                .Concat(Properties(store, taken[(Step.Train, "validation")])
                    .Where(property => property.Key == HeldOut));
            return With(given, known, taken[(Step.Train, "train")]);
        }

        if (!steps.Contains(Step.Evaluate) || trains) return given;
        var model = store.Find(taken[(Step.Evaluate, "model")]);
        using var file = store.OpenRead(model, ExperimentFile);
        var trained = Experiment.Read(file.Name);
        // The model's split, whichever rows are tested: a run that divides them anew works by its own.
        return trained with { Split = splits ? given.Split : trained.Split, Evaluation = given.Evaluation };
    }

    private static Experiment With(
        Experiment experiment, IEnumerable<KeyValuePair<string, string>> properties, string reference) =>
        properties.Where(property => property.Key.StartsWith("split.", StringComparison.Ordinal))
            .Aggregate(experiment, (e, knob) => e.With($"{knob.Key}={knob.Value}", reference));

    private static IReadOnlyDictionary<string, string> Properties(ArtifactStore store, string reference) =>
        store.Find(reference).Metadata.Properties;
}
