using System.Globalization;

namespace SongGenre.Forest;

/// <summary>How much a row counts by its class; scikit-learn's <c>class_weight</c>.</summary>
public sealed class ClassWeight : IEquatable<ClassWeight>
{
    private const double Least = 1e-6;
    private const double Most = 1e6;
    private const string Range = "a weight must be from 0.000001 to 1,000,000";
    private readonly SortedDictionary<string, double> _weights;
    private readonly string _text;

    private ClassWeight(string text, SortedDictionary<string, double> weights)
    {
        _text = text;
        _weights = weights;
    }

    /// <summary>Every row counts 1.</summary>
    public static ClassWeight None { get; } = new("none", []);

    /// <summary>
    /// A row counts <c>rows / (classes present × rows of its class)</c>, counted over all training rows before any
    /// bootstrap: every class weighs the same in all.
    /// </summary>
    public static ClassWeight Balanced { get; } = new("balanced", []);

    /// <summary>The weights of <see cref="PerClass"/> by class name in ordinal order; else empty.</summary>
    public IReadOnlyDictionary<string, double> Weights => _weights;

    /// <summary>
    /// A weight for each named class; a class that isn't named weighs 1. Range 0.000001–1,000,000: beyond
    /// it, sums of weights would lose the light rows to rounding. A forest knows classes by number, so to it
    /// their names are <c>0</c>, <c>1</c>, …; <see cref="Numbered"/> translates.
    /// </summary>
    /// <exception cref="SongGenreException">No class is named, or a weight is out of range.</exception>
    public static ClassWeight PerClass(IEnumerable<KeyValuePair<string, double>> weights)
    {
        var sorted = new SortedDictionary<string, double>(StringComparer.Ordinal);
        foreach (var (name, weight) in weights)
        {
            if (weight is not (>= Least and <= Most))
                throw new SongGenreException($"class_weight of '{name}' is {Text(weight)}; {Range}.");
            sorted[name] = weight;
        }

        return sorted.Count == 0
            ? throw new SongGenreException("class_weight names no class; use none, balanced, or at least one class with its weight.")
            : new(string.Join(", ", sorted.Select(w => $"{w.Key}: {Text(w.Value)}")), sorted);
    }

    /// <summary>Reads <c>none</c>, <c>balanced</c> or <c>name: weight, name: weight</c>.</summary>
    /// <exception cref="SongGenreException">The text is none of these, or a weight is out of range.</exception>
    public static ClassWeight Parse(string text)
    {
        if (text is "none") return None;
        if (text is "balanced") return Balanced;
        var weights = new List<KeyValuePair<string, double>>();
        foreach (var part in text.Split(','))
        {
            var colon = part.LastIndexOf(':');
            if (colon < 0 || !double.TryParse(part.AsSpan(colon + 1), CultureInfo.InvariantCulture, out var weight))
                throw new SongGenreException($"class_weight is '{text}'; it must be none, balanced, or 'name: weight, name: weight'.");
            weights.Add(new(part[..colon].Trim(), weight));
        }

        return PerClass(weights);
    }

    /// <summary>The same weights with each class named by its position in <paramref name="names"/>.</summary>
    /// <exception cref="SongGenreException">A weighted class isn't among the names.</exception>
    public ClassWeight Numbered(IReadOnlyList<string> names)
    {
        if (_weights.Count == 0) return this;
        var positions = names.Select((name, i) => (name, i)).ToDictionary(n => n.name, n => n.i, StringComparer.Ordinal);
        return PerClass(_weights.Select(w => positions.TryGetValue(w.Key, out var i)
            ? KeyValuePair.Create(Text(i), w.Value)
            : throw new SongGenreException($"class_weight names the class '{w.Key}', which isn't known; the classes are {string.Join(", ", names)}.")));
    }

    /// <summary>The text that <see cref="Parse"/> reads.</summary>
    public override string ToString() => _text;

    /// <inheritdoc/>
    public bool Equals(ClassWeight? other) => other is not null && _text == other._text;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ClassWeight);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(_text);

    /// <summary>The weight of each class, given how many training rows are of it.</summary>
    internal double[] For(ReadOnlySpan<int> counts)
    {
        var weights = new double[counts.Length];
        Array.Fill(weights, 1);
        if (Equals(Balanced))
        {
            long rows = 0, present = 0;
            foreach (var count in counts)
            {
                rows += count;
                present += count > 0 ? 1 : 0;
            }

            for (var c = 0; c < weights.Length; c++)
                if (counts[c] > 0) weights[c] = rows / ((double)present * counts[c]);
        }

        foreach (var (name, weight) in _weights)
        {
            if (!int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var c) || c >= weights.Length)
                throw new SongGenreException($"class_weight names the class '{name}'; the forest's classes are 0 to {weights.Length - 1}.");
            weights[c] = weight;
        }

        return weights;
    }

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
