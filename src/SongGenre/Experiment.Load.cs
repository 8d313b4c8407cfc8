using System.Text;
using SongGenre.Data;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace SongGenre;

public sealed partial record Experiment
{
    /// <summary>The environment variable whose lines are overrides, <c>key.path=value</c> each.</summary>
    public const string SetVariable = "SONGGENRE_SET";

    private const string FileName = "experiment.yaml";

    /// <summary>
    /// Reads an experiment and overrides keys: first by the lines of the environment variable <c>SONGGENRE_SET</c>,
    /// then by <paramref name="set"/>; of several values for one key the last counts.
    /// </summary>
    /// <param name="file">
    /// The YAML file; null looks for <c>experiment.yaml</c> in the current folder, then in <c>notebooks/</c> of the
    /// project that the current folder belongs to.
    /// </param>
    /// <param name="set">Overrides such as <c>forest.n_estimators=200</c>; the value is YAML.</param>
    /// <exception cref="SongGenreException">
    /// There is no file, or it or an override holds an unknown key, a value of a wrong type or one out of range.
    /// </exception>
    public static Experiment Load(string? file = null, IEnumerable<string>? set = null) =>
        Load(file ?? Find(), Environment.GetEnvironmentVariable(SetVariable) ?? "", set ?? []);

    /// <summary>
    /// Reads an experiment from a file alone, without overrides. A key that is missing has its default value, so an
    /// empty file is the published experiment.
    /// </summary>
    /// <exception cref="SongGenreException">
    /// The file can't be read, or holds an unknown key, a value of a wrong type or one out of range.
    /// </exception>
    public static Experiment Read(string file)
    {
        string At(long line) => $"{file} line {line}";
        var experiment = new Experiment();
        var root = ExperimentYaml.Parse(Text(file), At);
        foreach (var (section, members) in Members(root, At, "an experiment is made of sections such as forest:"))
        {
            var name = Name(section);
            var known = Knobs.Where(knob => knob.Section == name).ToList();
            if (known.Count == 0)
            {
                var hint = Nearest.Hint(name, [.. Knobs.Select(knob => knob.Section).Distinct()]);
                throw new SongGenreException($"{At(section.Start.Line)}: unknown section {name}.{hint}");
            }

            foreach (var (key, value) in Members(members, At, $"{name} is a section of keys such as {known[0].Name}:"))
            {
                var where = At(key.Start.Line);
                var knob = known.Find(k => k.Name == Name(key)) ?? throw Unknown(where, $"{name}.{Name(key)}");
                experiment = new ExperimentValue(value, where, knob.Key).Apply(knob, experiment);
            }
        }

        return experiment;
    }

    internal static Experiment Load(string file, string inherited, IEnumerable<string> set)
    {
        var experiment = Read(file);
        const StringSplitOptions filled = StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries;
        foreach (var line in inherited.Split('\n', filled)) experiment = experiment.With(line, SetVariable);
        return set.Aggregate(experiment, (changed, text) => changed.With(text, "--set"));
    }

    internal Experiment With(string text, string source)
    {
        var where = $"{source} {Shortened(text)}";
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        if (equals < 0)
            throw new SongGenreException($"{where}: has no '='; write key=value, such as forest.n_estimators=200.");
        var key = text[..equals].Trim();
        var knob = Knobs.FirstOrDefault(k => k.Key == key) ?? throw Unknown(where, key);
        var node = ExperimentYaml.Parse(text[(equals + 1)..], _ => where)
            ?? new YamlScalarNode("") { Style = ScalarStyle.Plain };
        return new ExperimentValue(node, where, knob.Key).Apply(knob, this);
    }

    private static SongGenreException Unknown(string where, string key)
    {
        if (Knobs.FirstOrDefault(k => k.Section == key) is { } first)
            return new($"{where}: {key} is a section; name one of its keys, such as {first.Key}.");

        // A key without its section, or in the wrong one, is near by its last part.
        var name = key[(key.LastIndexOf('.') + 1)..];
        var nearest = Nearest.Name(key, Knobs.Select(k => k.Key))
            ?? Knobs.FirstOrDefault(k => k.Name == Nearest.Name(name, Knobs.Select(other => other.Name)))?.Key;
        var inSection = Knobs.Where(k => key.StartsWith(k.Section + ".", StringComparison.Ordinal))
            .Select(k => k.Key).ToList();
        var hint = nearest is null
            ? Nearest.Hint(key, inSection.Count > 0 ? inSection : [.. Knobs.Select(k => k.Key)])
            : $" Did you mean {nearest}?";
        return new($"{where}: unknown key {Shortened(key)}.{hint}");
    }

    private static YamlMappingNode Members(YamlNode? node, Func<long, string> at, string expected) => node switch
    {
        YamlMappingNode mapping => mapping,
        null or YamlScalarNode { Value: "" or "~" or "null" } => [],
        _ => throw new SongGenreException($"{at(node.Start.Line)}: holds no keys; {expected}"),
    };

    private static string Name(YamlNode key) => key is YamlScalarNode { Value: { } name } ? name : key.ToString();

    private static string Shortened(string text)
    {
        var line = text.ReplaceLineEndings(" ");
        return line.Length > 100 ? line[..100] + "…" : line;
    }

    private static string Find()
    {
        if (File.Exists(FileName)) return FileName;
        var current = Directory.GetCurrentDirectory();
        var file = Path.Combine(Repository.Root, "notebooks", FileName);
        return File.Exists(file)
            ? Path.GetRelativePath(current, file)
            : throw new SongGenreException(
                $"{FileName} isn't in {current} or {Path.GetDirectoryName(file)}; "
                + "go to the project's folder or name a file.");
    }

    private static string Text(string file)
    {
        try
        {
            using var stream = File.OpenRead(file);
            var bytes = new byte[ExperimentYaml.LongestText + 1];
            var length = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            if (length == bytes.Length)
            {
                throw new SongGenreException(
                    $"{file}: is larger than {ExperimentYaml.LongestText} bytes; an experiment is short. "
                    + "Name another file.");
            }

            var text = bytes.AsSpan(0, length);
            if (text.StartsWith(Encoding.UTF8.Preamble)) text = text[Encoding.UTF8.Preamble.Length..];
            return new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(text);
        }
        catch (DecoderFallbackException e)
        {
            throw new SongGenreException($"{file}: isn't UTF-8; save it as UTF-8 text.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new SongGenreException($"{file}: can't be read: {e.Message.ReplaceLineEndings(" ")}", e);
        }
    }
}
