using System.Text.RegularExpressions;

namespace SongGenre.Data;

/// <summary>
/// Counts the words of titles and song names: two or more word characters, in lower case, as TF-IDF sees them. What it
/// gives away are ranks and shares, never a word.
/// </summary>
internal sealed partial class ProfiledText
{
    private readonly int[]?[] titles;
    private readonly int[]?[] names;

    public ProfiledText(string?[] titles, string?[] names)
    {
        var titleWords = titles.Select(Split).ToArray();
        var nameWords = names.Select(Split).ToArray();
        var ranks = titleWords.Concat(nameWords).SelectMany(words => words ?? []).CountBy(word => word)
            .OrderByDescending(count => count.Value).ThenBy(count => count.Key, StringComparer.Ordinal)
            .Select((count, rank) => (count.Key, rank)).ToDictionary(pair => pair.Key, pair => pair.rank, StringComparer.Ordinal);
        Words = ranks.Count;
        this.titles = [.. titleWords.Select(words => words?.Select(word => ranks[word]).ToArray())];
        this.names = [.. nameWords.Select(words => words?.Select(word => ranks[word]).ToArray())];
    }

    /// <summary>Number of distinct words.</summary>
    public int Words { get; }

    /// <summary>Titles that differ in no word count as one playlist.</summary>
    public PlaylistProfile[] Playlists(int[] rows)
    {
        var titled = rows.Where(row => titles[row] is not null).ToArray();
        return [.. titled.GroupBy(row => string.Join(' ', titles[row]!), StringComparer.Ordinal)
            .OrderByDescending(playlist => playlist.Count()).ThenBy(playlist => playlist.Key, StringComparer.Ordinal)
            .Select(playlist => new PlaylistProfile(SongProfile.Share(playlist.Count(), titled.Length), titles[playlist.First()]!))];
    }

    public double[] NameLengths(int[] rows)
    {
        var lengths = rows.Where(row => names[row] is not null).Select(row => Math.Max(1, names[row]!.Length)).ToArray();
        return [.. Enumerable.Range(1, lengths.DefaultIfEmpty().Max())
            .Select(length => SongProfile.Share(lengths.Count(l => l == length), lengths.Length))];
    }

    public double[] NameWords(int[] rows, int frequent)
    {
        var used = Used(rows);
        if (used.Length == 0) return [];
        var shares = new double[Math.Min(frequent, Words)];
        foreach (var (word, count) in used.Where(word => word < shares.Length).CountBy(word => word))
            shares[word] = SongProfile.Share(count, used.Length);
        return shares;
    }

    public double[] RareWords(int[] rows, int frequent)
    {
        var rare = Used(rows).Where(word => word >= frequent).Order().ToArray();
        return rare.Length == 0 ? [] : [.. Enumerable.Range(0, 21).Select(step => (double)rare[step * (rare.Length - 1) / 20])];
    }

    private int[] Used(int[] rows) => [.. rows.SelectMany(row => names[row] ?? [])];

    private static string[]? Split(string? text) =>
        text is null ? null : [.. WordPattern().Matches(text).Select(match => match.Value.ToLowerInvariant())];

    [GeneratedRegex(@"\w\w+")]
    private static partial Regex WordPattern();
}
