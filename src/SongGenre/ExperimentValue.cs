using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace SongGenre;

/// <summary>
/// The value of a key as it stands in YAML, read as the type that the key needs (YAML 1.2, core schema). What doesn't
/// fit is a <see cref="SongGenreException"/> that names the place, the key and the value.
/// </summary>
internal readonly struct ExperimentValue(YamlNode node, string where, string key)
{
    private const NumberStyles Decimal =
        NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    /// <summary>Whether there is no value: nothing, <c>~</c> or <c>null</c>.</summary>
    public bool IsNull => Plain is "" or "~" or "null" or "Null" or "NULL";

    /// <summary>Whether it is a mapping.</summary>
    public bool IsMapping => node is YamlMappingNode;

    /// <summary>Whether it is written as an integer, without a decimal point or an exponent.</summary>
    public bool IsInteger => int.TryParse(Plain, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _);

    private string? Plain => node is YamlScalarNode { Style: ScalarStyle.Plain, Value: var text } ? text : null;

    /// <summary>A text.</summary>
    public string Word() =>
        node is YamlScalarNode { Value: { } text } && !IsNull ? text : throw Refused("a word");

    /// <summary>A 32-bit integer.</summary>
    public int Integer() =>
        int.TryParse(Plain, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw Refused($"an integer from {int.MinValue} to {int.MaxValue}");

    /// <summary>A 32-bit integer or nothing.</summary>
    public int? IntegerOrNull() => IsNull ? null : IsInteger ? Integer() : throw Refused("an integer or null");

    /// <summary>A finite number.</summary>
    public double Number() =>
        double.TryParse(Plain, Decimal, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value)
            ? value
            : throw Refused("a finite number");

    /// <summary>
    /// A share or nothing. scikit-learn takes an integer here for a number of rows, so 1 is refused: it can't be told
    /// whether one row or all are meant.
    /// </summary>
    public double? ShareOrNull() =>
        IsNull ? null : IsInteger ? throw Refused("a share with a decimal point, such as 0.5, or null") : Number();

    /// <summary>True or false.</summary>
    public bool Flag() => Plain switch
    {
        "true" or "True" or "TRUE" => true,
        "false" or "False" or "FALSE" => false,
        _ => throw Refused("true or false"),
    };

    /// <summary>The items of a sequence.</summary>
    public ExperimentValue[] Items()
    {
        if (node is not YamlSequenceNode sequence) throw Refused("a list");
        var (place, name) = (where, key);
        return [.. sequence.Select(item => new ExperimentValue(item, place, name))];
    }

    /// <summary>The members of a mapping.</summary>
    public IEnumerable<(string Name, ExperimentValue Value)> Members()
    {
        var (place, name) = (where, key);
        return ((YamlMappingNode)node).Select(member =>
        {
            var own = member.Key is YamlScalarNode { Value: { } text } ? text : member.Key.ToString();
            return (own, new ExperimentValue(member.Value, place, $"{name}.{own}"));
        });
    }

    /// <summary>The error for a value that is none of what the key may be.</summary>
    public SongGenreException Refused(string range) => new($"{where}: {key} is {Shown()}; it must be {range}.");

    /// <summary>An error about this key.</summary>
    public SongGenreException Error(string message) => new($"{where}: {key}: {message}");

    /// <summary>
    /// Sets the value of <paramref name="knob"/>'s key; one that the options themselves refuse is told with its place
    /// and key.
    /// </summary>
    public Experiment Apply(ExperimentKnob knob, Experiment experiment)
    {
        try
        {
            return knob.Set(experiment, this);
        }
        catch (SongGenreException e) when (!e.Message.StartsWith(where, StringComparison.Ordinal))
        {
            var message = e.Message.StartsWith(knob.Key, StringComparison.Ordinal) ? e.Message
                : e.Message.StartsWith(knob.Name, StringComparison.Ordinal) ? $"{knob.Section}.{e.Message}"
                : $"{knob.Key}: {e.Message}";
            throw new SongGenreException($"{where}: {message}", e);
        }
    }

    private string Shown()
    {
        if (IsNull) return "null";
        if (node is not YamlScalarNode { Value: { } text }) return IsMapping ? "a mapping" : "a list";
        var line = text.ReplaceLineEndings(" ");
        return $"'{(line.Length > 60 ? line[..60] + "…" : line)}'";
    }
}
