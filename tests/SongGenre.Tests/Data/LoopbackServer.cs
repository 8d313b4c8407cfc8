using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace SongGenre.Tests.Data;

/// <summary>A server on this machine that answers each request as a test says, down to the last byte.</summary>
internal sealed class LoopbackServer : IDisposable
{
    private readonly TcpListener _listener;
    private readonly CancellationTokenSource _end = new();
    private readonly Func<int, string, byte[]?> _answer;
    private readonly List<string> _requests = [];

    /// <param name="answer">
    /// From the 0-based number of a request and its text, the bytes to send before the connection closes; null to stay
    /// silent. Bytes stand as characters of the same number.
    /// </param>
    /// <param name="port">Where to listen; 0 for any place that is free.</param>
    public LoopbackServer(Func<int, string, byte[]?> answer, int port = 0)
    {
        _answer = answer;
        _listener = new(IPAddress.Loopback, port);
        _listener.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/songs");
        _ = Task.Run(ServeAsync);
    }

    public Uri Address { get; }

    /// <summary>Whether a connection ends by a reset, not by a farewell.</summary>
    public bool Resets { get; set; }

    public IReadOnlyList<string> Requests
    {
        get
        {
            lock (_requests) return [.. _requests];
        }
    }

    public static byte[] Answer(string status, byte[] body, params string[] headers) =>
        Cut(status, body, body.Length, headers);

    /// <summary>An answer that announces the whole body but ends after a part of it.</summary>
    public static byte[] Cut(string status, byte[] body, int sent, params string[] headers)
    {
        var length = string.Create(CultureInfo.InvariantCulture, $"Content-Length: {body.Length}");
        var head = string.Join("\r\n", [$"HTTP/1.1 {status}", length, "Connection: close", .. headers]);
        return [.. Encoding.ASCII.GetBytes(head + "\r\n\r\n"), .. body[..sent]];
    }

    public void Dispose()
    {
        _end.Cancel();
        _listener.Dispose();
        _end.Dispose();
    }

    private async Task ServeAsync()
    {
        var end = _end.Token;
        while (!end.IsCancellationRequested)
        {
            using var client = await _listener.AcceptTcpClientAsync(end);
            await using var stream = client.GetStream();
            var request = await ReadAsync(stream, end);
            int number;
            lock (_requests)
            {
                number = _requests.Count;
                _requests.Add(request);
            }

            if (_answer(number, request) is { } bytes) await stream.WriteAsync(bytes, end);
            else await WaitForHangUpAsync(stream, end);
            if (Resets) client.LingerState = new(enable: true, seconds: 0);
        }
    }

    private static async Task<string> ReadAsync(NetworkStream stream, CancellationToken end)
    {
        var request = new StringBuilder();
        var buffer = new byte[1 << 16];
        while (Missing(request.ToString()))
        {
            var length = await stream.ReadAsync(buffer, end);
            if (length == 0) break;
            request.Append(Encoding.Latin1.GetString(buffer, 0, length));
        }

        return request.ToString();
    }

    private static bool Missing(string request)
    {
        const string name = "Content-Length: ";
        var head = request.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (head < 0) return true;
        var length = request.IndexOf(name, 0, head, StringComparison.OrdinalIgnoreCase);
        return length >= 0 && request.Length - head - 4 < int.Parse(
            request.AsSpan(length + name.Length).Slice(0, request.AsSpan(length + name.Length).IndexOf('\r')),
            CultureInfo.InvariantCulture);
    }

    private static async Task WaitForHangUpAsync(NetworkStream stream, CancellationToken end)
    {
        try
        {
            _ = await stream.ReadAsync(new byte[1], end);
        }
        catch (IOException)
        {
            // The client hung up rudely; that is what the test waited for.
        }
    }
}
