using System.Globalization;

namespace SongGenre.Tuning;

/// <summary>
/// How a search is made. A value out of its range is refused with a <see cref="SongGenreException"/>.
/// </summary>
public sealed record SearchOptions
{
    /// <summary><see cref="Scoring"/>'s value for cross-validation.</summary>
    public const string CrossValidation = "cv";

    /// <summary><see cref="Scoring"/>'s value for out-of-bag scores.</summary>
    public const string OutOfBag = "oob";

    /// <summary>The figure that is made as good as it can be. Default the macro one-vs-one AUC.</summary>
    public SearchMetric Metric { get; init; } = SearchMetric.AucOvoMacro;

    /// <summary>
    /// <c>cv</c>: cross-validation inside the training rows, no recording on both sides of a fold; <c>oob</c>: each
    /// training row by the trees that didn't see it. Default <c>cv</c>, since a tree that didn't see a row may have
    /// seen its recording in another row, which flatters deep trees. <c>oob</c> takes one fit instead of one for each
    /// fold.
    /// </summary>
    public string Scoring
    {
        get;
        init => field = value is CrossValidation or OutOfBag
            ? value
            : throw new SongGenreException($"score is '{value}'; it must be {CrossValidation} or {OutOfBag}.");
    } = CrossValidation;

    /// <summary>Folds of the cross-validation. Default 5, range 2–50; time grows in proportion.</summary>
    public int Folds { get; init => field = InRange("folds", value, 2, 50); } = 5;

    /// <summary>Seed of the folds and of random points. Default 42, any integer.</summary>
    public int Seed { get; init; } = 42;

    /// <summary>
    /// Points drawn at random, 1 to <see cref="SearchPlan.MostPoints"/>; default null, every point of the grid.
    /// </summary>
    public int? Random
    {
        get;
        init => field = value is { } count ? InRange("random", count, 1, SearchPlan.MostPoints) : null;
    }

    /// <summary>
    /// Whether points compete in rounds, few trees first, and the best third of each round goes on with three times as
    /// many (<see cref="SuccessiveHalving"/>). Default false: each point has all its trees.
    /// </summary>
    public bool IsHalving { get; init; }

    /// <summary>
    /// After what time the search ends with what it has. Default null, no limit; a trial that isn't finished by then
    /// doesn't count.
    /// </summary>
    public TimeSpan? Budget
    {
        get;
        init => field = value is null || value > TimeSpan.Zero
            ? value
            : throw new SongGenreException($"budget is {value}; it must be longer than 0.");
    }

    private static int InRange(string name, int value, int low, int high) => value >= low && value <= high
        ? value
        : throw new SongGenreException(string.Create(
            CultureInfo.InvariantCulture, $"{name} is {value}; it must be from {low} to {high}."));
}
