namespace SongGenre.Tracking.Artifacts;

/// <summary>Something that is wrong in a store.</summary>
/// <param name="Kind">
/// <c>missing</c> or <c>damaged</c>: content that versions need, or a version's own file.
/// </param>
/// <param name="File">The file, relative to the store's folder.</param>
/// <param name="Detail">What it is, and for which versions.</param>
public sealed record StoreFault(string Kind, string File, string Detail);
