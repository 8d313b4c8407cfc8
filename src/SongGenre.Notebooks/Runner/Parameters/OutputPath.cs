using System.Text.RegularExpressions;

namespace SongGenre.Notebooks.Runner;

/// <summary>Where executed notebooks go: a folder or a file, with parameters' values in its name.</summary>
internal static partial class OutputPath
{
    private const int LongestValue = 100;

    /// <summary>Whether two paths are one file, as the system's usual disks see it.</summary>
    public static StringComparer Comparer { get; } =
        OperatingSystem.IsLinux() ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase;

    public static bool HasNames(string pattern) => Piece().Matches(pattern).Any(piece => piece.Groups[1].Success);

    /// <summary>The full path of a notebook's executed copy.</summary>
    /// <param name="pattern">A folder, or a path that ends in .ipynb; <c>{{</c> and <c>}}</c> are braces.</param>
    /// <param name="file">The notebook.</param>
    /// <param name="values">What <c>{name}</c> stands for; null for a value that no path can hold.</param>
    public static string Of(string pattern, string file, IReadOnlyDictionary<string, string?> values)
    {
        var path = Piece().Replace(pattern, piece => piece.Value switch
        {
            "{{" => "{",
            "}}" => "}",
            _ when piece.Groups[1].Success => Value(piece.Groups[1].Value, pattern, file, values),
            _ => throw new OutputPathException(
                $"output {pattern}: '{piece.Value}' stands alone; write {{name}}, or {{{{ and }}}} for braces"),
        });
        return Path.GetFullPath(IsFile(pattern) ? path : Path.Combine(path, Path.GetFileName(file)));
    }

    /// <summary>Whether the pattern names the file itself instead of its folder.</summary>
    public static bool IsFile(string pattern) => pattern.EndsWith(".ipynb", StringComparison.OrdinalIgnoreCase);

    private static string Value(string name, string pattern, string file, IReadOnlyDictionary<string, string?> values)
    {
        if (name == "notebook") return Path.GetFileNameWithoutExtension(file);
        if (!values.TryGetValue(name, out var value))
            throw new OutputPathException(
                $"{file}: output {pattern}: nothing is called '{name}'; "
                + $"{NearestName.Hint(name, ["notebook", .. values.Keys])}");
        return value switch
        {
            null => throw new OutputPathException(
                $"{file}: output {pattern}: '{name}' has no plain value before the run (a number, text or constant); give it one, or leave it out"),
            "" => throw new OutputPathException(
                $"{file}: output {pattern}: '{name}' is empty, and a file's name can't be"),
            { Length: > LongestValue } => throw new OutputPathException(
                $"{file}: output {pattern}: '{name}' is longer than {LongestValue} characters, too long for a file's name"),
            _ => Sanitise(value),
        };
    }

    // A value is a part of one name on every system: it opens no folder, climbs to none, and names no device.
    private static string Sanitise(string value)
    {
        var name = Reserved().Replace(value, "-");
        return Device().IsMatch(name) ? "-" + name : name;
    }

    [GeneratedRegex(@"\{\{|\}\}|\{([^{}]*)\}|\{|\}")]
    private static partial Regex Piece();

    [GeneratedRegex(@"[\x00-\x1f\x7f/\\:*?""<>|\ud800-\udfff]|^[. ]+|[. ]+$")]
    private static partial Regex Reserved();

    [GeneratedRegex(@"^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Device();
}
