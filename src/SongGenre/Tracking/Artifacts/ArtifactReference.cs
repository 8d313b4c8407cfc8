using System.Globalization;
using System.Text.RegularExpressions;

namespace SongGenre.Tracking.Artifacts;

/// <summary>
/// What a version is called by: <c>name:v3</c>, <c>name:alias</c>, or <c>name</c> for <c>name:latest</c>.
/// </summary>
/// <param name="Name">The artifact's name.</param>
/// <param name="Alias">The alias; null where a number is given.</param>
/// <param name="Number">The version's number; null where an alias is given.</param>
internal sealed partial record ArtifactReference(string Name, string? Alias, int? Number)
{
    public const string Latest = "latest";

    /// <exception cref="SongGenreException">The text is no reference.</exception>
    public static ArtifactReference Parse(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var name = RequireName("artifact", colon < 0 ? text : text[..colon]);
        if (colon < 0) return new(name, Latest, null);
        var rest = text[(colon + 1)..];
        if (IsVersion().Match(rest) is not { Success: true } version)
            return new(name, RequireName("alias", rest), null);
        return int.TryParse(version.Groups[1].ValueSpan, CultureInfo.InvariantCulture, out var number)
            ? new(name, null, number)
            : throw new SongGenreException($"{text}: there is no such version; versions are v0, v1 and so on.");
    }

    /// <summary>Refuses a name that could not be a file's on every system.</summary>
    /// <param name="what">What it names, for the message.</param>
    /// <param name="name">The name.</param>
    /// <exception cref="SongGenreException">It holds other characters, or is too long.</exception>
    public static string RequireName(string what, string name) =>
        IsName().IsMatch(name) && !IsDevice().IsMatch(name)
            ? name
            : throw new SongGenreException($"{what} name '{name}': use 1 to 128 letters (a to z), digits, '.', '_' and "
                + "'-', from a letter or digit to one of them, '_' or '-', and no device's name such as CON.");

    /// <summary>Refuses what can't be an alias that people set.</summary>
    /// <exception cref="SongGenreException">It is no name, <c>latest</c>, or looks like a version.</exception>
    public static string RequireAlias(string alias) =>
        alias == Latest ? throw new SongGenreException("alias latest: moves by itself to what was added last.")
        : IsVersion().IsMatch(alias) ? throw new SongGenreException($"alias {alias}: is the name of a version.")
        : RequireName("alias", alias);

    public override string ToString() =>
        Name + ":" + (Alias ?? string.Create(CultureInfo.InvariantCulture, $"v{Number}"));

    [GeneratedRegex(@"^[A-Za-z0-9]([A-Za-z0-9._-]{0,126}[A-Za-z0-9_-])?\z")]
    private static partial Regex IsName();

    // What Windows takes for a device whatever its ending.
    [GeneratedRegex(@"^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|\z)", RegexOptions.IgnoreCase)]
    private static partial Regex IsDevice();

    [GeneratedRegex(@"^v([0-9]+)\z")]
    private static partial Regex IsVersion();
}
