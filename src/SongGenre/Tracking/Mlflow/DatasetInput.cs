namespace SongGenre.Tracking.Mlflow;

/// <summary>A data set that a run read.</summary>
/// <param name="Dataset">The data set.</param>
/// <param name="Context">What for: <c>training</c>, <c>validation</c> or <c>testing</c>; null when unsaid.</param>
public sealed record DatasetInput(Dataset Dataset, string? Context);
