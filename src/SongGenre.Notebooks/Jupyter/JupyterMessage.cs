using System.Text.Json;

namespace SongGenre.Notebooks.Jupyter;

/// <summary>A message that a client has sent.</summary>
/// <param name="Identities">The way back to the client.</param>
/// <param name="Header">The header's JSON as it came; answers carry it as their parent.</param>
/// <param name="Type">The header's <c>msg_type</c>.</param>
/// <param name="Metadata">The metadata's JSON as it came.</param>
/// <param name="Content">The content, an object.</param>
internal sealed record JupyterMessage(
    IReadOnlyList<byte[]> Identities, byte[] Header, string Type, byte[] Metadata, JsonElement Content);
