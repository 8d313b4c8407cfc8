using SongGenre.Tracking.Artifacts;

namespace SongGenre.Steps;

/// <summary>What a step did.</summary>
/// <param name="Step">The step.</param>
/// <param name="Run">The id of the run that the step was.</param>
/// <param name="Used">The versions that it took.</param>
/// <param name="Made">The versions that it made, known ones too.</param>
/// <param name="Seconds">How long it took.</param>
public sealed record StepResult(
    Step Step, string Run, IReadOnlyList<ArtifactVersion> Used, IReadOnlyList<ArtifactVersion> Made, double Seconds)
{
    /// <summary>Whether no run before had made this content.</summary>
    public bool IsNew(ArtifactVersion made) => made.MadeBy[0].Run == Run;
}
