using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;

namespace SongGenre.Notebooks.Jupyter;

/// <summary>
/// Messages as the frames that travel: identities, a delimiter, a signature, four JSON objects, buffers.
/// </summary>
/// <param name="key">What signs messages, as the connection file gives it; empty for none.</param>
/// <seealso href="https://jupyter-client.readthedocs.io/en/stable/messaging.html#the-wire-protocol"/>
internal sealed class WireFormat(string key)
{
    /// <summary>The version of the protocol that is spoken here.</summary>
    public const string ProtocolVersion = "5.4";

    /// <summary>The largest message that is taken, in bytes.</summary>
    public const int LargestMessage = 64 * 1024 * 1024;

    private const int Deepest = 128;
    private const int Parts = 4;

    private static readonly JsonDocumentOptions Reading = new() { MaxDepth = Deepest };

    private static readonly JsonSerializerOptions Writing =
        new() { MaxDepth = 512, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly byte[] key = Encoding.UTF8.GetBytes(key);
    private readonly RecentSignatures recent = new();
    private int sent;

    /// <summary>What all messages that are written have in common, and no other process's.</summary>
    public string Session { get; } = Guid.NewGuid().ToString("N");

    private static ReadOnlySpan<byte> Delimiter => "<IDS|MSG>"u8;

    /// <summary>Reads a message.</summary>
    /// <param name="frames">What came.</param>
    /// <param name="fault">What is wrong with it when there is no message.</param>
    /// <returns>The message; null when it must be dropped.</returns>
    public JupyterMessage? Read(IReadOnlyList<byte[]> frames, out string fault)
    {
        var delimiter = 0;
        while (delimiter < frames.Count && !frames[delimiter].AsSpan().SequenceEqual(Delimiter)) delimiter++;
        var first = delimiter + 2;
        fault = "";
        if (frames.Count < first + Parts) fault = "too few frames";
        else if (frames.Sum(frame => (long)frame.Length) > LargestMessage) fault = "too large";
        else if (!IsSigned(frames[delimiter + 1], frames.Skip(first).Take(Parts))) fault = "wrong signature";
        else if (key.Length > 0 && !recent.Add(frames[delimiter + 1])) fault = "it has come before";
        else if (ReadObject(frames[first]) is not { } header) fault = "its header is no JSON object";
        else if (Text(header, "msg_type") is not { Length: > 0 } type || Text(header, "msg_id") is null)
            fault = "its header lacks msg_id or msg_type";
        else if (ReadObject(frames[first + 1]) is null) fault = "its parent header is no JSON object";
        else if (ReadObject(frames[first + 2]) is null) fault = "its metadata is no JSON object";
        else if (ReadObject(frames[first + 3]) is not { } content) fault = "its content is no JSON object";
        else return new([.. frames.Take(delimiter)], frames[first], type, frames[first + 2], content);
        return null;
    }

    /// <summary>Writes a message.</summary>
    /// <param name="identities">The way to the client, or the topic.</param>
    /// <param name="type">The message's type.</param>
    /// <param name="parent">The JSON of the header of what this answers; null for nothing.</param>
    /// <param name="metadata">The metadata's JSON; null for none.</param>
    /// <param name="content">The content.</param>
    public IReadOnlyList<byte[]> Write(
        IReadOnlyList<byte[]> identities, string type, byte[]? parent, byte[]? metadata, JsonObject content)
    {
        var header = new JsonObject
        {
            ["msg_id"] = string.Create(CultureInfo.InvariantCulture, $"{Session}_{Interlocked.Increment(ref sent)}"),
            ["msg_type"] = type,
            ["session"] = Session,
            ["username"] = "kernel",
            ["date"] = DateTime.UtcNow.ToString("O", CultureInfo.InvariantCulture),
            ["version"] = ProtocolVersion,
        };
        byte[][] parts = [Json(header), parent ?? "{}"u8.ToArray(), metadata ?? "{}"u8.ToArray(), Json(content)];
        return [.. identities, Delimiter.ToArray(), Sign(parts), .. parts];
    }

    private static byte[] Json(JsonObject value) => JsonSerializer.SerializeToUtf8Bytes(value, Writing);

    private static JsonElement? ReadObject(byte[] json)
    {
        if (!Utf8.IsValid(json)) return null;
        try
        {
            using var document = JsonDocument.Parse(json, Reading);
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Text(JsonElement header, string name)
    {
        try
        {
            return header.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
                ? value.GetString()
                : null;
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair.
            return null;
        }
    }

    private bool IsSigned(byte[] signature, IEnumerable<byte[]> parts) =>
        key.Length == 0 || CryptographicOperations.FixedTimeEquals(signature, Sign(parts));

    private byte[] Sign(IEnumerable<byte[]> parts)
    {
        if (key.Length == 0) return [];
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        foreach (var part in parts) hash.AppendData(part);
        return Encoding.ASCII.GetBytes(Convert.ToHexStringLower(hash.GetHashAndReset()));
    }
}
