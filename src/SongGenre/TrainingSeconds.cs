namespace SongGenre;

/// <summary>Wall-clock seconds of a training's steps.</summary>
/// <param name="Features">Fitting and applying the features.</param>
/// <param name="Fit">Growing the forest, binning included.</param>
/// <param name="Predict">Predicting the test rows, their features included.</param>
public sealed record TrainingSeconds(double Features, double Fit, double Predict);
