namespace SongGenre.Cli;

/// <summary>The command line cannot mean anything: exit code 2, where a failed run is 1.</summary>
internal sealed class UsageException(string message) : Exception(message);
