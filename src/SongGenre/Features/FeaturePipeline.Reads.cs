namespace SongGenre.Features;

public sealed partial class FeaturePipeline
{
    /// <summary>The columns of a table that <see cref="Transform"/> looks at.</summary>
    internal IReadOnlySet<string> Reads => new HashSet<string>(
    [
        .. Numerical,
        .. Categorical,
        .. _options.Derived || _options.AudioGenres ? ["mode"] : Array.Empty<string>(),
        .. TextSource(_options) switch
        {
            SongName => [SongName],
            TitleAndSongName => [Title, SongName],
            _ => Array.Empty<string>(),
        },
    ]);
}
