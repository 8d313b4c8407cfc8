using System.Globalization;
using System.Text.RegularExpressions;
using SongGenre.Tracking.Mlflow;

namespace SongGenre.Tracking;

/// <summary>
/// Chooses runs by comparisons joined by <c>and</c>, in the language of MLflow's search:
/// <c>metrics.auc_ovo_macro > 0.95 and params.forest.max_depth = 13 and tags.note LIKE '%first%'</c>.
/// </summary>
/// <remarks>
/// Numbers are compared as numbers where both sides are, which MLflow does for metrics alone; else texts are equal or
/// not. Times may be written as <c>'2026-11-23'</c> or <c>'2026-11-23T08:00'</c> (UTC unless they say otherwise) beside
/// MLflow's milliseconds since 1970. A run without a value is chosen by no comparison with it but <c>= null</c>; a
/// parameter, whose value can be <c>null</c>, is compared with that word.
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
            var comparison = new Comparison(RunField.Parse(field), @operator, Unquote(value), value == "null");
            if (Lacking(comparison) is { } expected) throw Wrong(text, start, expected);
            comparisons.Add(comparison);
            if (string.IsNullOrWhiteSpace(text[at..])) break;
            Take(And(), text, ref at, "'and', or the end");
        }

        return new(comparisons);
    }

    /// <summary>What it compares, in its order.</summary>
    public IEnumerable<RunField> Fields => _comparisons.Select(comparison => comparison.Field).Distinct();

    /// <summary>Whether a run is chosen.</summary>
    /// <param name="value">The run's value of a field; null where it has none.</param>
    public bool Matches(Func<RunField, string?> value) =>
        _comparisons.All(comparison => comparison.Holds(value(comparison.Field)));

    // What should stand in the value's place, if that can't be compared.
    private static string? Lacking(Comparison comparison) => comparison switch
    {
        { Operator: "LIKE" or "ILIKE" } or { IsMissing: true, Operator: "=" or "!=" } => null,
        { Field.IsTime: true, Number: null } => "a time such as '2026-11-23' or '2026-11-23T08:00'",
        { Field.IsStatus: true } when !Enum.TryParse<RunStatus>(comparison.Value, ignoreCase: true, out _) =>
            $"one of {string.Join(", ", Enum.GetNames<RunStatus>()).ToLowerInvariant()}",
        { Operator: "<" or "<=" or ">" or ">=", Number: null } => "a number to compare with",
        _ => null,
    };

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

    [GeneratedRegex(@"\G\s*([A-Za-z]\w*(?:\.(?:`[^`]+`|""[^""]+""|[\w./-]+))?)")]
    private static partial Regex Field();

    [GeneratedRegex(@"\G\s*(!=|<=|>=|=|<|>|(?:i?like)\b)", RegexOptions.IgnoreCase)]
    private static partial Regex Operator();

    [GeneratedRegex(@"\G\s*('(?:[^']|'')*'|""(?:[^""]|"""")*""|[^\s'""=<>!]+)")]
    private static partial Regex Value();

    [GeneratedRegex(@"\G\s*(and)\b", RegexOptions.IgnoreCase)]
    private static partial Regex And();

    private sealed record Comparison(RunField Field, string Operator, string Value, bool IsNull)
    {
        public double? Number { get; } = ToNumber(Value) ?? (Field.IsTime ? ToTime(Value) : null);

        /// <summary>Whether it asks for a run without a value.</summary>
        public bool IsMissing => IsNull && Field.Kind != "params";

        public bool Holds(string? own) =>
            IsMissing && Operator is "=" or "!=" ? own is null == (Operator == "=") : own is not null && IsTrueOf(own);

        private bool IsTrueOf(string own) => Operator switch
        {
            "LIKE" => IsLike(own, RegexOptions.None),
            "ILIKE" => IsLike(own, RegexOptions.IgnoreCase),
            _ when ToNumber(own) is { } left && Number is { } right => Operator switch
            {
                // NaN, which is equal to no number, is what a reader who writes it looks for.
                "=" => left.Equals(right),
                "!=" => !left.Equals(right),
                "<" => left < right,
                "<=" => left <= right,
                ">" => left > right,
                _ => left >= right,
            },
            "=" => string.Equals(own, Value, Equality),
            "!=" => !string.Equals(own, Value, Equality),
            _ => false,
        };

        private StringComparison Equality =>
            Field.IsStatus ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;

        private bool IsLike(string own, RegexOptions options)
        {
            var pattern = Regex.Escape(Value).Replace("%", ".*", StringComparison.Ordinal)
                .Replace("_", ".", StringComparison.Ordinal);
            return Regex.IsMatch(
                own, $@"\A{pattern}\z", options | RegexOptions.Singleline | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
        }

        private static double? ToNumber(string text) =>
            double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

        private static double? ToTime(string text) =>
            DateTimeOffset.TryParse(
                text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
                ? time.ToUnixTimeMilliseconds() : null;
    }
}
