using System.Text.RegularExpressions;

namespace SongGenre.Tracking.Wandb;

/// <summary>A version of data, a model or a result that a run makes or uses.</summary>
public sealed partial record WandbArtifact
{
    /// <summary>Names an artifact.</summary>
    /// <param name="name">Its name without version: 1 to 128 letters, digits, <c>_</c>, <c>-</c> or <c>.</c>.</param>
    /// <param name="type">Its kind, such as <c>dataset</c> or <c>model</c>; written as a name.</param>
    /// <exception cref="SongGenreException">A name that Weights &amp; Biases does not take.</exception>
    public WandbArtifact(string name, string type)
    {
        Name = Checked(name, "name");
        Type = Checked(type, "type");
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>Its kind.</summary>
    public string Type { get; }

    /// <summary>Its files: path in the artifact, with forward slashes, to the file to copy.</summary>
    public IReadOnlyDictionary<string, string> Files { get; init; } = new Dictionary<string, string>();

    /// <summary>What it is, in Markdown; null for nothing.</summary>
    public string? Description { get; init; }

    /// <summary>What else is known of it, such as row counts.</summary>
    public IReadOnlyDictionary<string, object?> Metadata { get; init; } = new Dictionary<string, object?>();

    /// <summary>
    /// The aliases that this version gets, or by which it was used. Weights &amp; Biases adds <c>v0</c>, <c>v1</c>, …
    /// </summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    private static string Checked(string text, string what) => Pattern().IsMatch(text)
        ? text
        : throw new SongGenreException(
            $"The {what} of an artifact is {WandbJson.Of(text)}; give 1 to 128 letters, digits, '_', '-' and '.'.");

    [GeneratedRegex(@"^[A-Za-z0-9_.\-]{1,128}\z")]
    private static partial Regex Pattern();
}
