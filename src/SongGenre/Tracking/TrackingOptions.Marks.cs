using SongGenre.Tracking.Mlflow;
using SongGenre.Tracking.Wandb;

namespace SongGenre.Tracking;

public sealed partial record TrackingOptions
{
    /// <summary>The value of a tag that has none of its own: MLflow's tags all have one.</summary>
    public const string Mark = "true";

    internal const string NoteTag = "mlflow.note.content";

    private const int LongestWandbTag = 64;

    // The command line, a tag that older servers take 5,000 characters of, has them too.
    private const int LongestNotes = 4000;

    private static readonly string[] Reserved = ["mlflow.", "songgenre."];

    /// <summary>
    /// Tags of the run on every tracker, not of its parts: names of at most 250 letters, digits, blanks and
    /// <c>/ _ . - :</c> with values of at most 8,000 characters. Default none.
    /// </summary>
    /// <exception cref="SongGenreException">
    /// Another name or value, or a name that begins as those of the record itself do: <c>mlflow.</c>, <c>songgenre.</c>
    /// </exception>
    public IReadOnlyDictionary<string, string> Tags
    {
        get;
        init
        {
            Limits.Tags(value);
            var taken = value.Keys.FirstOrDefault(
                key => Reserved.Any(beginning => key.StartsWith(beginning, StringComparison.Ordinal)));
            field = taken is null ? value : throw new SongGenreException(
                $"'{taken}' is a tag that the record writes itself; give one without {string.Join(" or ", Reserved)}.");
        }
    } = new Dictionary<string, string>();

    /// <summary>The run's notes on every tracker, in Markdown, at most 4,000 characters; null for none.</summary>
    /// <exception cref="SongGenreException">No text or a longer one.</exception>
    public string? Notes
    {
        get;
        init
        {
            field = value?.Trim();
            if (field is not null) Limits.Length("The text of the notes", field, LongestNotes);
        }
    }

    /// <summary>The tags and notes as MLflow has them.</summary>
    internal IEnumerable<KeyValuePair<string, string>> Marks =>
        Notes is null ? Tags : Tags.Append(new(NoteTag, Notes));

    /// <summary>
    /// <see cref="Wandb"/> with the tags and notes, which replace its own. Its tags are words without a value, so one
    /// that has a value is the word <c>KEY=VALUE</c>: the key alone would not tell two runs apart that differ in the
    /// value. One that is longer than a tag there may be, 64 characters, is in the run's configuration only, where all
    /// are.
    /// </summary>
    internal WandbOptions? MarkedWandb => Wandb is null ? null : Wandb with
    {
        Notes = Notes ?? Wandb.Notes,
        Tags = Tags.Count == 0 ? Wandb.Tags :
        [
            .. Tags.Select(tag => tag.Value == Mark ? tag.Key : $"{tag.Key}={tag.Value}")
                .Where(tag => tag.Length <= LongestWandbTag),
        ],
    };
}
