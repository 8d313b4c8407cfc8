using System.Text.Json;
using System.Text.Json.Serialization;

namespace SongGenre.Notebooks.Jupyter;

/// <summary>Where a client wants its kernel to listen, and how messages are signed.</summary>
internal sealed record ConnectionFile
{
    /// <summary>The transport; <c>tcp</c> is the only one.</summary>
    [JsonPropertyName("transport")]
    public string Transport { get; init; } = "tcp";

    /// <summary>The address to bind to; no other is.</summary>
    [JsonPropertyName("ip")]
    public string Ip { get; init; } = "127.0.0.1";

    /// <summary>The key that signs messages; empty for none.</summary>
    [JsonPropertyName("key")]
    public string Key { get; init; } = "";

    /// <summary>How messages are signed; <c>hmac-sha256</c> is the only way.</summary>
    [JsonPropertyName("signature_scheme")]
    public string SignatureScheme { get; init; } = "hmac-sha256";

    /// <summary>The shell channel's port.</summary>
    [JsonPropertyName("shell_port"), JsonRequired]
    public int ShellPort { get; init; }

    /// <summary>The iopub channel's port.</summary>
    [JsonPropertyName("iopub_port"), JsonRequired]
    public int IOPubPort { get; init; }

    /// <summary>The stdin channel's port.</summary>
    [JsonPropertyName("stdin_port"), JsonRequired]
    public int StdinPort { get; init; }

    /// <summary>The control channel's port.</summary>
    [JsonPropertyName("control_port"), JsonRequired]
    public int ControlPort { get; init; }

    /// <summary>The heartbeat's port.</summary>
    [JsonPropertyName("hb_port"), JsonRequired]
    public int HeartbeatPort { get; init; }

    /// <summary>Reads a connection file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="NotebookException">It can't be read, or asks for what there isn't.</exception>
    public static ConnectionFile Read(string path)
    {
        try
        {
            var file = JsonSerializer.Deserialize<ConnectionFile>(File.ReadAllBytes(path))
                ?? throw new JsonException("it is null");
            if (file.Fault() is { } fault) throw new NotebookException($"{path}: {fault}");
            return file;
        }
        catch (JsonException e)
        {
            throw new NotebookException($"{path} is no connection file: {e.Message.ReplaceLineEndings(" ")}", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new NotebookException($"The connection file {path} can't be read: {e.Message.ReplaceLineEndings(" ")}", e);
        }
    }

    /// <summary>The address of a port in NetMQ's terms.</summary>
    public string Address(int port) =>
        FormattableString.Invariant($"{Transport}://{(Ip.Contains(':') ? $"[{Ip}]" : Ip)}:{port}");

    private string? Fault()
    {
        if (Transport != "tcp") return $"transport '{Transport}' is not supported; set the client's transport to tcp";
        if (Key is null || Ip is not { Length: > 0 }) return "ip or key is null; give the address to listen on and the signing key";
        if (Key.Length > 0 && SignatureScheme != "hmac-sha256")
            return $"signature_scheme '{SignatureScheme}' is not supported; set it to hmac-sha256";
        return ((int[])[ShellPort, IOPubPort, StdinPort, ControlPort, HeartbeatPort]).Any(port => port is < 1 or > 65535)
            ? "a port is not between 1 and 65535"
            : null;
    }
}
