using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace SongGenre.Notebooks.Runner;

/// <summary>A value that a run gives to a parameter. What it means depends on the type that the notebook
/// declares.</summary>
public sealed class ParameterOverride
{
    internal ParameterOverride(string name, YamlNode value, string origin) =>
        (Name, Value, Origin) = (name, value, origin);

    /// <summary>The parameter's name.</summary>
    public string Name { get; }

    /// <summary>Where the value was given, such as <c>--set</c> or <c>settings.yaml line 3</c>.</summary>
    public string Origin { get; }

    internal YamlNode Value { get; }

    /// <summary>Whether the value is text without types: of a list or a mapping it is the YAML.</summary>
    internal bool IsText { get; private init; }

    /// <summary>
    /// Reads <c>name=value</c>. The value is everything behind the first '=': nothing is an empty text, <c>null</c> and
    /// <c>~</c> are null where the parameter's type has it.
    /// </summary>
    /// <param name="assignment">The text; a list is written <c>[1, 2]</c>, a dictionary <c>{a: 1}</c>.</param>
    /// <param name="origin">What error messages call the place where the text was given.</param>
    /// <exception cref="NotebookException">The text is no assignment.</exception>
    public static ParameterOverride Parse(string assignment, string origin = "--set")
    {
        ArgumentNullException.ThrowIfNull(assignment);
        var equals = assignment.IndexOf('=', StringComparison.Ordinal);
        var name = equals < 0 ? "" : assignment[..equals].Trim();
        if (name.Length == 0)
            throw new NotebookException(
                $"{origin} {ParameterText.Shown(assignment)}: write NAME=VALUE, such as trees=200");
        var value = assignment[(equals + 1)..];
        // In a file a key without a value is null; here it is the empty text that was written.
        var style = value.Length == 0 ? ScalarStyle.SingleQuoted : ScalarStyle.Any;
        return new(name, new YamlScalarNode(value) { Style = style }, origin) { IsText = true };
    }

    /// <summary>Reads the values of a YAML file: one mapping of names to scalars, lists and mappings of them.</summary>
    /// <param name="path">The file; an empty one gives no values.</param>
    /// <exception cref="NotebookException">
    /// The file can't be read, is over 1 MB, is no mapping in YAML, or uses anchors, tags or more than 16 levels.
    /// </exception>
    public static IReadOnlyList<ParameterOverride> ReadFile(string path)
    {
        var root = ParameterYaml.ReadFile(path);
        if (root is null) return [];
        if (root is not YamlMappingNode mapping)
            throw new NotebookException(
                $"{path} line {root.Start.Line}: parameters are a mapping, one 'name: value' a line");
        var values = new List<ParameterOverride>();
        foreach (var (key, value) in mapping.Children)
        {
            var origin = $"{path} line {key.Start.Line}";
            if (key is not YamlScalarNode { Value: { Length: > 0 } name })
                throw new NotebookException($"{origin}: a parameter's name is a word");
            values.Add(new(name, value, origin));
        }

        return values;
    }
}
