namespace SongGenre.Tracking.Mlflow;

/// <summary>What made a run.</summary>
/// <param name="Type">The kind of program.</param>
/// <param name="Name">The program or the notebook, the tag <c>mlflow.source.name</c>; 500 characters at most.</param>
/// <param name="Commit">Its commit, the tag <c>mlflow.source.git.commit</c>; null when unknown.</param>
public sealed record RunSource(SourceType Type, string Name, string? Commit = null);
