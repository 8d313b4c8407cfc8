namespace SongGenre.Notebooks.Jupyter;

/// <summary>A request that can't be served as it is; the client is told the message.</summary>
internal sealed class RefusedRequestException(string message) : Exception(message);
