using System.Globalization;
using SongGenre.Forest;

namespace SongGenre.Tuning;

/// <summary>The values that a search tries for one key of the experiment.</summary>
public sealed class SearchDimension
{
    private const int MostDigits = 4;

    private readonly double _low;
    private readonly double _high;
    private readonly bool _isInteger;
    private readonly bool _isLogarithmic;

    private SearchDimension(string key, string text, IReadOnlyList<string> values)
    {
        Key = key;
        Text = text;
        Values = values;
    }

    private SearchDimension(string key, string text, double low, double high, bool isInteger, bool isLogarithmic)
        : this(key, text, [])
    {
        _low = low;
        _high = high;
        _isInteger = isInteger;
        _isLogarithmic = isLogarithmic;
    }

    /// <summary>The key: <c>forest.max_depth</c>.</summary>
    public string Key { get; }

    /// <summary>The values as one text: <c>5,9,13,null</c> or <c>1..20:log</c>.</summary>
    public string Text { get; }

    /// <summary>The values of a list as YAML, in the order given, none twice; empty for a range.</summary>
    public IReadOnlyList<string> Values { get; }

    /// <summary>Whether it is a range, from which values can only be drawn.</summary>
    public bool IsRange => Values.Count == 0;

    /// <summary>
    /// Reads a list of values, <c>key=value,value</c>; commas in brackets, braces and quotes divide nothing.
    /// </summary>
    /// <param name="text">For instance <c>forest.max_depth=5,9,13,null</c>.</param>
    /// <param name="experiment">What the key's values must fit.</param>
    /// <exception cref="SongGenreException">
    /// An unknown key, no value, or one of a wrong type or out of range.
    /// </exception>
    public static SearchDimension Grid(string text, Experiment experiment)
    {
        var (key, list) = Divide("--grid", text, "forest.max_depth=5,9,13,null", experiment);
        var knob = Experiment.Knobs.First(k => k.Key == key);
        string[] values =
        [
            .. Items(list).Select(item => item.Length > 0
                ? knob.Text(experiment.With($"{key}={item}", "--grid"))
                : throw new SongGenreException(
                    $"--grid {text}: has an empty value; write null where nothing is meant."))
                .Distinct(),
        ];
        return new(key, string.Join(',', values), values);
    }

    /// <summary>
    /// Reads a range, <c>key=low..high</c>, both included: of whole numbers if both are written as such, else of
    /// numbers. With <c>:log</c> at the end each factor, not each difference, is as likely.
    /// </summary>
    /// <param name="text">For instance <c>forest.min_samples_leaf=1..20:log</c>.</param>
    /// <param name="experiment">What the key's values must fit.</param>
    /// <exception cref="SongGenreException">
    /// An unknown key, no range, one whose ends are exchanged or out of the key's range, or a logarithm of 0 or less.
    /// </exception>
    public static SearchDimension Range(string text, Experiment experiment)
    {
        var (key, range) = Divide("--range", text, "forest.min_samples_leaf=1..20", experiment);
        const string log = ":log";
        var isLogarithmic = range.EndsWith(log, StringComparison.Ordinal);
        var ends = (isLogarithmic ? range[..^log.Length] : range).Split("..");
        if (ends.Length != 2 || !IsNumber(ends[0], out var low) || !IsNumber(ends[1], out var high))
            throw Wrong("write low..high or low..high:log, such as 1..20 or 0.1..1.0");
        if (low >= high) throw Wrong("the first number must be below the second");
        if (isLogarithmic && low <= 0) throw Wrong("on a logarithmic scale the first number must be above 0");
        var isInteger = IsWhole(ends[0]) && IsWhole(ends[1]);
        var dimension = new SearchDimension(key, range, low, high, isInteger, isLogarithmic);
        foreach (var end in (double[])[low, high]) experiment.With($"{key}={dimension.Write(end)}", "--range");
        return dimension;

        SongGenreException Wrong(string what) => new($"--range {text}: {what}.");
    }

    /// <summary>Draws one value, as YAML.</summary>
    internal string Draw(ref SplitMix64 random)
    {
        if (!IsRange) return Values[random.Next(Values.Count)];
        // Each whole number stands for the numbers from it to below the next.
        var end = _isInteger ? _high + 1 : _high;
        var share = random.NextDouble();
        var drawn = _isLogarithmic ? _low * Math.Pow(end / _low, share) : _low + (share * (end - _low));
        return Write(Math.Clamp(_isInteger ? Math.Floor(drawn) : Rounded(drawn), _low, _high));
    }

    private static double Rounded(double value) =>
        double.Parse(value.ToString($"G{MostDigits}", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    private string Write(double value)
    {
        var text = value.ToString(_isInteger ? "0" : "R", CultureInfo.InvariantCulture);
        return _isInteger || text.AsSpan().ContainsAny('.', 'E') ? text : text + ".0";
    }

    private static bool IsNumber(string text, out double value) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value)
        && Math.Abs(value) <= int.MaxValue;

    private static bool IsWhole(string text) => !text.AsSpan().ContainsAny('.', 'e', 'E');

    private static (string Key, string Values) Divide(string option, string text, string example, Experiment experiment)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        if (equals < 0) throw new SongGenreException($"{option} {text}: has no '='; write such as {example}.");
        var key = text[..equals].Trim();
        var values = text[(equals + 1)..].Trim();
        if (values.Length == 0)
            throw new SongGenreException($"{option} {text}: has no value; write such as {example}.");
        if (Experiment.Knobs.All(knob => knob.Key != key)) experiment.With(text, option);
        if (key.Split('.')[0] is "split" or "evaluation")
        {
            throw new SongGenreException(
                $"{option} {text}: {key} changes what is scored, not the model; set it for all points with --set.");
        }

        return (key, values);
    }

    private static IEnumerable<string> Items(string list)
    {
        var (start, depth, quote) = (0, 0, '\0');
        for (var i = 0; i < list.Length; i++)
        {
            var c = list[i];
            if (quote != '\0') quote = c == quote ? '\0' : quote;
            else if (c is '"' or '\'') quote = c;
            else if (c is '[' or '{') depth++;
            else if (c is ']' or '}') depth--;
            else if (c == ',' && depth == 0)
            {
                yield return list[start..i].Trim();
                start = i + 1;
            }
        }

        yield return list[start..].Trim();
    }
}
