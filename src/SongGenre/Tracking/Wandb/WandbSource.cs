namespace SongGenre.Tracking.Wandb;

/// <summary>The program that runs and where its source comes from.</summary>
/// <param name="Program">The program, such as <c>songgenre</c>.</param>
/// <param name="Arguments">The arguments that it was given.</param>
/// <param name="Remote">
/// The address of the repository that it was cloned from; null when there is none. A user and a password in it are left
/// out.
/// </param>
/// <param name="Diff">
/// What the working tree has over its commit, as <c>git diff</c> prints it; null or empty for nothing.
/// </param>
public sealed record WandbSource(
    string Program, IReadOnlyList<string> Arguments, string? Remote = null, string? Diff = null)
{
    /// <summary>The remote without user and password.</summary>
    internal string? PublicRemote => Remote is null ? null : PublicAddress.Of(Remote);
}
