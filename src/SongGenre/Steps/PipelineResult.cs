using SongGenre.Data;
using SongGenre.Evaluation;

namespace SongGenre.Steps;

/// <summary>What a run of steps did.</summary>
public sealed record PipelineResult
{
    /// <summary>The steps that are done, in their order.</summary>
    public IReadOnlyList<StepResult> Steps { get; init; } = [];

    /// <summary>The songs that it was all about; null where no step is done.</summary>
    public DataSource? Source { get; init; }

    /// <summary>What <see cref="Step.Train"/> fitted; it has no test rows. Null without that step.</summary>
    public TrainingResult? Training { get; init; }

    /// <summary>What <see cref="Step.Evaluate"/> found; null without that step.</summary>
    public EvaluationResult? Test { get; init; }

    /// <summary>What chance of sampling allows the test's figures; empty without <see cref="Step.Evaluate"/>.</summary>
    public IReadOnlyList<ConfidenceInterval> Intervals { get; init; } = [];

    /// <summary>
    /// <see cref="Calibration.ExpectedError"/> of the test; null without <see cref="Step.Evaluate"/>.
    /// </summary>
    public double? ExpectedCalibrationError { get; init; }
}
