using System.Globalization;
using SongGenre.Tracking.Mlflow;

namespace SongGenre.Tracking;

/// <summary>Which saved model a run used, as its tags tell it. An alias may point elsewhere by now.</summary>
/// <param name="Called">
/// What the run was given: a folder, <c>models:/NAME@ALIAS</c>, <c>models:/NAME/VERSION</c>, <c>models:/m-ID</c> or
/// <c>runs:/RUN/model</c>.
/// </param>
public sealed record UsedModel(string Called)
{
    /// <summary>The tag of what the run was given; the others begin with it and a dot.</summary>
    public const string Tag = "songgenre.model";

    private const string NameTag = Tag + ".name";
    private const string VersionTag = Tag + ".version";
    private const string IdTag = Tag + ".id";
    private const string RunTag = Tag + ".run";
    private const string DigestTag = Tag + ".sha256";

    /// <summary>The registered model's name; null where it wasn't called by that.</summary>
    public string? Name { get; init; }

    /// <summary>The registered model's version, from 1; null where it wasn't called by its name.</summary>
    public string? Version { get; init; }

    /// <summary>The logged model's id, <c>m-…</c>; null where the store knows only files.</summary>
    public string? Id { get; init; }

    /// <summary>The run that made it; null when unknown.</summary>
    public string? RunId { get; init; }

    /// <summary>
    /// SHA-256 of its <c>model.json</c>, which names those of its other files; null where it isn't on record.
    /// </summary>
    public string? Sha256 { get; init; }

    /// <summary>All tags that tell of it.</summary>
    internal IReadOnlyDictionary<string, string> Tags
    {
        get
        {
            (string Key, string? Value)[] tags =
            [
                (Tag, Called), (NameTag, Name), (VersionTag, Version), (IdTag, Id), (RunTag, RunId),
                (DigestTag, Sha256),
            ];
            return tags.Where(tag => tag.Value is not null).ToDictionary(tag => tag.Key, tag => tag.Value!);
        }
    }

    /// <summary>The model that a run used; null where it used none or doesn't tell.</summary>
    public static UsedModel? Of(Run run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return run.Tags.TryGetValue(Tag, out var called)
            ? new(called)
            {
                Name = run.Tags.GetValueOrDefault(NameTag),
                Version = run.Tags.GetValueOrDefault(VersionTag),
                Id = run.Tags.GetValueOrDefault(IdTag),
                RunId = run.Tags.GetValueOrDefault(RunTag),
                Sha256 = run.Tags.GetValueOrDefault(DigestTag),
            }
            : null;
    }

    internal static UsedModel Of(ModelFolder folder) => new(folder.Called)
    {
        Name = folder.Location?.Version?.Name,
        Version = folder.Location?.Version?.Version.ToString(CultureInfo.InvariantCulture),
        Id = folder.Location?.Model?.Id,
        RunId = folder.Location?.RunId ?? folder.Location?.Version?.RunId,
        Sha256 = MlflowModel.Digest(folder.Path),
    };

    /// <summary>In words: what it was called, then which one that was.</summary>
    public override string ToString()
    {
        string?[] facts =
        [
            Name is null ? null : $"{Name} version {Version}", Id, RunId is null ? null : $"made by run {RunId}",
            Id is null && Sha256 is not null ? $"SHA-256 {Sha256}" : null,
        ];
        var known = string.Join(
            ", ", facts.OfType<string>().Where(fact => !Called.EndsWith(fact, StringComparison.Ordinal)));
        return known.Length == 0 ? Called : $"{Called} ({known})";
    }
}
