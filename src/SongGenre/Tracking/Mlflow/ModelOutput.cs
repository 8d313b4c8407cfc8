namespace SongGenre.Tracking.Mlflow;

/// <summary>A model that a run made.</summary>
/// <param name="ModelId">The model's id.</param>
/// <param name="Step">The step at which it was made; 0 when there are none.</param>
public sealed record ModelOutput(string ModelId, long Step);
