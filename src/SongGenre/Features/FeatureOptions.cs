namespace SongGenre.Features;

/// <summary>Which columns of a table become features, and how numbers are treated.</summary>
public sealed record FeatureOptions
{
    /// <summary><see cref="Set"/>'s value for audio features alone.</summary>
    public const string Audio = "audio";

    /// <summary><see cref="Set"/>'s value for audio features and the song's name.</summary>
    public const string AudioAndSongName = "audio+song_name";

    /// <summary>
    /// <see cref="Set"/>'s value for audio features, the title (a playlist's name) and the song's name.
    /// </summary>
    public const string All = "all";

    /// <summary>
    /// <c>audio</c>, <c>audio+song_name</c> or <c>all</c>; default <c>all</c>, as published. Text adds up to
    /// <see cref="TfidfOptions.MaxFeatures"/> columns, and <c>title</c> all but gives the genre away.
    /// </summary>
    public string Set
    {
        get;
        init => field = value is Audio or AudioAndSongName or All
            ? value
            : throw new SongGenreException($"set is '{value}'; it must be {Audio}, {AudioAndSongName} or {All}.");
    } = All;

    /// <summary>
    /// Whether numerical columns are brought to mean 0 and standard deviation 1. Default false: trees cut a scaled
    /// column where they cut the plain one. It costs next to nothing.
    /// </summary>
    public bool Scale { get; init; }
}
