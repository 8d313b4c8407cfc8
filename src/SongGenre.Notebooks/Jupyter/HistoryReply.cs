using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace SongGenre.Notebooks.Jupyter;

/// <summary>What a client asks of the history.</summary>
internal static class HistoryReply
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>The content of a <c>history_reply</c>, but for its status.</summary>
    /// <exception cref="RefusedRequestException">The request makes no sense.</exception>
    public static JsonObject Content(History history, RequestContent request)
    {
        var output = request.Flag("output", otherwise: false);
        // There is but one form of an input here, but a wrong flag is still wrong.
        _ = request.Flag("raw", otherwise: true);
        var (entries, session) = history.Read();
        var chosen = request.Text("hist_access_type") switch
        {
            "tail" => Last(entries, request.WholeNumber("n")),
            "range" => Range(entries, session, request),
            "search" => Search(entries, request),
            var type => throw new RefusedRequestException($"{request.Type}: '{type}' is none of tail, range, search"),
        };
        return new() { ["history"] = new JsonArray([.. chosen.Select(entry => Row(entry, output))]) };
    }

    private static JsonArray Row(HistoryEntry entry, bool output) =>
        [entry.Session, entry.Line, output ? new JsonArray(entry.Input, entry.Output) : entry.Input];

    private static IEnumerable<HistoryEntry> Last(IReadOnlyList<HistoryEntry> entries, int? count) =>
        count is { } n ? entries.TakeLast(n) : entries;

    // A session that isn't positive counts back from the current one; stop is not included.
    private static IEnumerable<HistoryEntry> Range(IReadOnlyList<HistoryEntry> entries, int current, RequestContent request)
    {
        var asked = request.WholeNumber("session") ?? 0;
        var session = asked > 0 ? asked : current + (long)asked;
        var start = request.WholeNumber("start") ?? 1;
        var stop = request.WholeNumber("stop") ?? int.MaxValue;
        return entries.Where(entry => entry.Session == session && entry.Line >= start && entry.Line < stop);
    }

    private static IEnumerable<HistoryEntry> Search(IReadOnlyList<HistoryEntry> entries, RequestContent request)
    {
        var pattern = Glob(request.OptionalText("pattern") ?? "*");
        var found = new List<HistoryEntry>();
        try
        {
            found.AddRange(entries.Where(entry => pattern.IsMatch(entry.Input)));
        }
        catch (RegexMatchTimeoutException)
        {
            throw new RefusedRequestException($"{request.Type}: the pattern takes too long; give one with fewer asterisks");
        }

        // Of equal ones the latest stays.
        if (request.Flag("unique", otherwise: false))
            found = [.. Enumerable.Reverse(found).DistinctBy(entry => entry.Input).Reverse()];
        return Last(found, request.WholeNumber("n"));
    }

    private static Regex Glob(string pattern)
    {
        var expression = Regex.Escape(pattern).Replace("\\*", ".*", StringComparison.Ordinal).Replace("\\?", ".", StringComparison.Ordinal);
        // Linear in the text, whatever the pattern.
        return new Regex($@"\A{expression}\z", RegexOptions.Singleline | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking, Patience);
    }
}
