using System.Globalization;

namespace SongGenre.Tracking.Artifacts;

/// <summary>One version of an artifact: files that never change, and which runs made and used them.</summary>
public sealed record ArtifactVersion
{
    /// <summary>The artifact's name, such as <c>clean</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The version's number, from 0; a number is never given twice.</summary>
    public required int Number { get; init; }

    /// <summary>What kind of thing it is, such as <c>table</c> or <c>model</c>.</summary>
    public required string Type { get; init; }

    /// <summary>
    /// SHA-256 in lower-case hex over a line for each file, ordered by path: the file's SHA-256, its size in bytes and
    /// its path, with a blank between them and a line feed after each.
    /// </summary>
    public required string Digest { get; init; }

    /// <summary>The size of all files in bytes.</summary>
    public required long Size { get; init; }

    /// <summary>When the version was made.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>The files, ordered by path; empty in a deleted version.</summary>
    public required IReadOnlyList<ArtifactFile> Files { get; init; }

    /// <summary>Schema, row counts and other properties.</summary>
    public required ArtifactMetadata Metadata { get; init; }

    /// <summary>When the version was deleted, of which lineage still tells; null when it was not.</summary>
    public DateTimeOffset? Deleted { get; init; }

    /// <summary>The names that point to it now, <c>latest</c> first.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>The runs that made this content, in the order in which they did.</summary>
    public IReadOnlyList<ArtifactLink> MadeBy { get; init; } = [];

    /// <summary>The runs that used it, in the order in which they did.</summary>
    public IReadOnlyList<ArtifactLink> UsedBy { get; init; } = [];

    /// <summary>How the version is called for, such as <c>clean:v3</c>.</summary>
    public string Reference => string.Create(CultureInfo.InvariantCulture, $"{Name}:v{Number}");

    /// <summary>The rows of all its files; null where it holds no table.</summary>
    public long? Rows => Metadata.Rows.Count == 0 ? null : Metadata.Rows.Values.Sum();
}
