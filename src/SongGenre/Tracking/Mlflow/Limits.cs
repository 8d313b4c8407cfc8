using System.Buffers;
using System.Text.RegularExpressions;

namespace SongGenre.Tracking.Mlflow;

/// <summary>What MLflow takes as a name or a value; a server cuts longer values without a word.</summary>
internal static partial class Limits
{
    // Older servers take 5,000 characters, newer ones and the store here 8,000.
    private const int LongestOwnTag = 5000;

    private static readonly SearchValues<char> NotInModels = SearchValues.Create("/:.%\"'");

    /// <summary>A parameter's, metric's or tag's name.</summary>
    public static void Key(string kind, string key)
    {
        Length($"The name of a {kind}", key, 250);
        if (!Names().IsMatch(key))
        {
            throw Refused(
                $"'{Shown(key)}': isn't a name for a {kind}; use letters, digits, blanks and / _ . - : only.");
        }

        // MLflow's readers may take a name for a path.
        if (key.StartsWith("..", StringComparison.Ordinal) || key.Split('/').Any(part => part is "" or "." or ".."))
            throw Refused($"'{key}': isn't a name for a {kind}; as a path it would be another one.");
    }

    /// <summary>A run that is about to start.</summary>
    public static void Run(NewRun run)
    {
        Length("The name of a run", run.Name ?? "", 250, least: 0);
        Length("The source of a run", run.Source.Name, 500);
        Tags(run.Tags);
    }

    /// <summary>What is logged at once.</summary>
    public static void Batch(
        IReadOnlyList<Metric>? metrics,
        IReadOnlyDictionary<string, string>? parameters,
        IReadOnlyDictionary<string, string>? tags)
    {
        foreach (var key in (metrics ?? []).Select(metric => metric.Key).Distinct(StringComparer.Ordinal))
            Key("metric", key);
        if (parameters is not null) Parameters(parameters);
        if (tags is not null) Tags(tags);
    }

    /// <summary>Parameters.</summary>
    public static void Parameters(IReadOnlyDictionary<string, string> parameters)
    {
        foreach (var (key, value) in parameters)
        {
            Key("parameter", key);
            Length($"The value of the parameter {key}", value, 6000, least: 0);
        }
    }

    /// <summary>Tags.</summary>
    public static void Tags(IReadOnlyDictionary<string, string> tags)
    {
        foreach (var (key, value) in tags)
        {
            Key("tag", key);
            Length($"The value of the tag {key}", value, 8000, least: 0);
        }
    }

    /// <summary>A text of the record's own as a tag that every server takes; where it is cut it says so.</summary>
    public static string OwnTag(string text)
    {
        if (text.Length <= LongestOwnTag) return text;
        var end = FormattableString.Invariant($"… (cut: {text.Length:N0} characters)");
        var length = LongestOwnTag - end.Length;
        return text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)] + end;
    }

    /// <summary>Whether a tag is what <see cref="OwnTag"/> left of a longer text.</summary>
    public static bool IsCut(string tag) =>
        tag.EndsWith(" characters)", StringComparison.Ordinal)
        && tag.LastIndexOf("… (cut: ", StringComparison.Ordinal) > LongestOwnTag - 64;

    /// <summary>A data set.</summary>
    public static void Input(DatasetInput input)
    {
        var dataset = input.Dataset;
        Length("The name of a data set", dataset.Name, 500);
        if (dataset.Name.Contains(' ', StringComparison.Ordinal))
            throw Refused($"'{dataset.Name}': a data set's name can't have blanks; write _ instead.");
        Length($"The digest of the data set {dataset.Name}", dataset.Digest, 36);
        Length($"The source type of the data set {dataset.Name}", dataset.SourceType, 36);
        Length($"The schema of the data set {dataset.Name}", dataset.Schema ?? "", 1_048_575, least: 0);
        Length($"The profile of the data set {dataset.Name}", dataset.Profile ?? "", 16_777_215, least: 0);
        Length($"The context of the data set {dataset.Name}", input.Context ?? "", 500, least: 0);
    }

    /// <summary>A logged model.</summary>
    public static void Model(NewLoggedModel model)
    {
        Length("The name of a model", model.Name, 500);
        if (model.Name.AsSpan().ContainsAny(NotInModels))
            throw Refused($"'{model.Name}': a model's name can't have any of / : . % \" '.");
        foreach (var key in model.Parameters.Keys.Concat(model.Tags.Keys))
            Length("The name of a model's parameter or tag", key, 255);
        Length($"The type of the model {model.Name}", model.ModelType ?? "", 500, least: 0);
    }

    /// <summary>A registered model's name.</summary>
    public static void Registered(string name)
    {
        Length("The name of a registered model", name, 256);
        if (name.AsSpan().ContainsAny('/', ':'))
            throw Refused($"'{name}': a registered model's name can't have / or :.");
    }

    /// <summary>An alias.</summary>
    public static void Alias(string alias)
    {
        Length("An alias", alias, 255);
        if (!Aliases().IsMatch(alias))
            throw Refused($"'{Shown(alias)}': isn't an alias; use letters, digits, _ and - only.");
        if (alias.Equals("latest", StringComparison.OrdinalIgnoreCase) || Versions().IsMatch(alias))
            throw Refused($"'{alias}': is the name of a version, so it can't be an alias.");
    }

    /// <summary>Refuses a text that is too long or too short.</summary>
    public static void Length(string what, string text, int most, int least = 1)
    {
        if (text.Length > most)
        {
            throw Refused(FormattableString.Invariant(
                $"{what} has {text.Length:N0} characters, {most:N0} are allowed: '{Shown(text)}'."));
        }

        if (text.Length < least) throw Refused($"{what} is empty.");
    }

    private static SongGenreException Refused(string message) => new(message) { IsRefusal = true };

    // A message is one line, whatever it is about.
    private static string Shown(string text) =>
        string.Concat((text.Length > 40 ? text[..40] + "…" : text).Select(c => char.IsControl(c) ? '?' : c));

    [GeneratedRegex(@"^[/\w.\- :]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Names();

    [GeneratedRegex(@"^[\w\-]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Aliases();

    [GeneratedRegex(@"^[vV]\d+\z", RegexOptions.CultureInvariant)]
    private static partial Regex Versions();
}
