using System.Globalization;
using System.Text.RegularExpressions;

namespace SongGenre.Tracking;

/// <summary>
/// Chooses runs by comparisons joined by <c>and</c>, in the language of MLflow's search:
/// <c>metrics.auc_ovo_macro > 0.95 and params.forest.max_depth = 13 and tags.note LIKE '%first%'</c>.
/// </summary>
/// <remarks>
/// Numbers are compared as numbers where both sides are, which MLflow does for metrics alone; else texts are equal or
/// not. A run without a value is chosen by no comparison with it.
/// </remarks>
public sealed partial class RunFilter
{
    private readonly IReadOnlyList<Comparison> _comparisons;

    private RunFilter(IReadOnlyList<Comparison> comparisons) => _comparisons = comparisons;

    /// <summary>Reads a filter.</summary>
    /// <param name="text">One comparison or several; empty chooses all runs.</param>
    /// <exception cref="SongGenreException">It isn't understood; the message says from which character on.</exception>
    public static RunFilter Parse(string text)
    {
        var comparisons = new List<Comparison>();
        var at = 0;
        while (true)
        {
            if (comparisons.Count == 0 && string.IsNullOrWhiteSpace(text)) break;
            var field = Take(Field(), text, ref at, "a name such as metrics.auc_ovo_macro or params.forest.max_depth");
            var @operator = Take(Operator(), text, ref at, "=, !=, <, <=, >, >=, LIKE or ILIKE").ToUpperInvariant();
            var start = at;
            var value = Take(Value(), text, ref at, "a number, a word, or a text in 'quotes'");
            var comparison = new Comparison(RunField.Parse(field), @operator, Unquote(value));
            if (@operator is "<" or "<=" or ">" or ">=" && comparison.Number is null)
                throw Wrong(text, start, "a number to compare with");
            comparisons.Add(comparison);
            if (string.IsNullOrWhiteSpace(text[at..])) break;
            Take(And(), text, ref at, "'and', or the end");
        }

        return new(comparisons);
    }

    /// <summary>Whether a run is chosen.</summary>
    /// <param name="value">The run's value of a field; null where it has none.</param>
    public bool Matches(Func<RunField, string?> value) =>
        _comparisons.All(comparison => value(comparison.Field) is { } own && comparison.Holds(own));

    private static string Take(Regex pattern, string text, ref int at, string expected)
    {
        var match = pattern.Match(text, at);
        if (!match.Success) throw Wrong(text, at, expected);
        at += match.Length;
        return match.Groups[1].Value;
    }

    private static SongGenreException Wrong(string text, int at, string expected)
    {
        while (at < text.Length && char.IsWhiteSpace(text[at])) at++;
        var found = at < text.Length ? $"'{text[at..].ReplaceLineEndings(" ")}'" : "the end";
        return new(FormattableString.Invariant($"The filter has {found} at character {at + 1}, where {expected} belongs."));
    }

    private static string Unquote(string value) =>
        value is ['\'', .. var single, '\''] ? single.Replace("''", "'", StringComparison.Ordinal)
        : value is ['"', .. var twice, '"'] ? twice.Replace("\"\"", "\"", StringComparison.Ordinal)
        : value;

    [GeneratedRegex(@"\G\s*([A-Za-z]+(?:\.(?:`[^`]+`|""[^""]+""|[\w./-]+))?)")]
    private static partial Regex Field();

    [GeneratedRegex(@"\G\s*(!=|<=|>=|=|<|>|(?:i?like)\b)", RegexOptions.IgnoreCase)]
    private static partial Regex Operator();

    [GeneratedRegex(@"\G\s*('(?:[^']|'')*'|""(?:[^""]|"""")*""|[^\s'""=<>!]+)")]
    private static partial Regex Value();

    [GeneratedRegex(@"\G\s*(and)\b", RegexOptions.IgnoreCase)]
    private static partial Regex And();

    private sealed record Comparison(RunField Field, string Operator, string Value)
    {
        public double? Number { get; } = ToNumber(Value);

        public bool Holds(string own) => Operator switch
        {
            "LIKE" => IsLike(own, RegexOptions.None),
            "ILIKE" => IsLike(own, RegexOptions.IgnoreCase),
            _ when ToNumber(own) is { } left && Number is { } right => Operator switch
            {
                "=" => left == right,
                "!=" => left != right,
                "<" => left < right,
                "<=" => left <= right,
                ">" => left > right,
                _ => left >= right,
            },
            "=" => own == Value,
            "!=" => own != Value,
            _ => false,
        };

        private bool IsLike(string own, RegexOptions options)
        {
            var pattern = Regex.Escape(Value).Replace("%", ".*", StringComparison.Ordinal)
                .Replace("_", ".", StringComparison.Ordinal);
            return Regex.IsMatch(
                own, $@"\A{pattern}\z", options | RegexOptions.Singleline | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
        }

        private static double? ToNumber(string text) =>
            double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
    }
}
