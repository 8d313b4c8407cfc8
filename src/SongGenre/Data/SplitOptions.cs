using System.Globalization;

namespace SongGenre.Data;

/// <summary>
/// How rows are divided into training, validation and test rows. A value out of its range is refused with a
/// <see cref="SongGenreException"/>.
/// </summary>
public sealed record SplitOptions
{
    /// <summary>Every kind of split.</summary>
    public static IReadOnlyList<string> Kinds { get; } = ["random", "track", "playlist", "published", "as-published"];

    /// <summary>
    /// One of <c>random</c> (stratified by genre), <c>track</c> (no recording on both sides), <c>playlist</c> (no
    /// playlist title on both sides), <c>published</c> (the published test rows; trained on all others) and
    /// <c>as-published</c> (the published training and test rows, which overlap). Default <c>track</c>.
    /// </summary>
    public string Kind
    {
        get;
        init => field = Kinds.Contains(value)
            ? value
            : throw new SongGenreException($"split kind '{value}' is unknown; use one of {string.Join(", ", Kinds)}.");
    } = "track";

    /// <summary>
    /// Share of the rows that go to the test side, above 0 and below 1; default 0.3. scikit-learn's <c>test_size</c>.
    /// More test rows make scores surer and the model poorer. The published kinds have their own test rows.
    /// </summary>
    public double TestSize
    {
        get;
        init => field = value is > 0 and < 1
            ? value
            : throw new SongGenreException($"test_size is {Text(value)}; it must be above 0 and below 1.");
    } = 0.3;

    /// <summary>
    /// Share of the training rows that is held out for validation, from 0 (none) to below 1; default 0.2.
    /// </summary>
    public double ValidationSize
    {
        get;
        init => field = value is >= 0 and < 1
            ? value
            : throw new SongGenreException($"validation_size is {Text(value)}; it must be at least 0 and below 1.");
    } = 0.2;

    /// <summary>
    /// Seed of the shuffle, any integer; default 42. scikit-learn's <c>random_state</c>. The same seed gives the same
    /// split.
    /// </summary>
    public int Seed { get; init; } = 42;

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);
}
