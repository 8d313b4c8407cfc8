using System.Diagnostics.CodeAnalysis;

namespace SongGenre.Tracking.Artifacts;

/// <summary>A run that makes or uses artifacts.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">What lineage calls it, such as <c>train</c>; null for its id alone.</param>
public sealed record ArtifactRun(string Id, string? Name = null)
{
    /// <summary>A run without a name.</summary>
    /// <param name="id">Its id; null for no run.</param>
    [return: NotNullIfNotNull(nameof(id))]
    public static implicit operator ArtifactRun?(string? id) => id is null ? null : new(id);
}
