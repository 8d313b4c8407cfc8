using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using SongGenre.Data;

namespace SongGenre.Tracking.Mlflow;

/// <summary>
/// Calls of a server's REST API. One that failed on the way is made again after a pause, so each must be harmless when
/// the server gets it twice, or say how to find out whether an earlier one reached it.
/// </summary>
internal sealed class ServerCalls : IDisposable
{
    // MLflow shows 250 characters of what it refuses before it says why.
    private const int LongestRefusal = 400;
    private static readonly TimeSpan LongestTransfer = TimeSpan.FromHours(1);
    private static readonly JsonElement Nothing = JsonElement.Parse("{}");

    private readonly ServerAccess _access;
    private readonly HttpLimits _limits;
    private readonly HttpClient _client;

    /// <summary>Prepares; nothing is sent yet.</summary>
    public ServerCalls(ServerAccess access, HttpLimits limits)
    {
        _access = access;
        _limits = limits;
        var handler = new SocketsHttpHandler
        {
            ConnectTimeout = limits.Connect,
            // A redirection would turn a POST into a GET, and may lead to someone whom the credentials aren't for.
            AllowAutoRedirect = false,
            UseCookies = false,
        };
#pragma warning disable CA5359 // MLFLOW_TRACKING_INSECURE_TLS asks for just this.
        if (access.IsInsecure) handler.SslOptions.RemoteCertificateValidationCallback = (_, _, _, _) => true;
#pragma warning restore CA5359
        _client = HttpTries.Client(handler);
    }

    /// <summary>The server, for messages.</summary>
    public string Name => _access.Address.ToString().TrimEnd('/');

    /// <summary>Asks for something.</summary>
    /// <param name="call">The call's path below the API's, such as <c>mlflow/runs/get</c>.</param>
    /// <param name="query">Its parameters; those without a value are left out.</param>
    public ServerAnswer Ask(string call, params ReadOnlySpan<(string Name, string? Value)> query)
    {
        var parts = new List<string>();
        foreach (var (name, value) in query)
            if (value is not null) parts.Add($"{name}={Uri.EscapeDataString(value)}");
        return Json(HttpMethod.Get, call, string.Join('&', parts), body: null, isDone: null);
    }

    /// <summary>Asks for something that must be there.</summary>
    public JsonElement Get(string call, params ReadOnlySpan<(string Name, string? Value)> query) =>
        Done(call, Ask(call, query));

    /// <summary>Sends something.</summary>
    /// <param name="method">How.</param>
    /// <param name="call">The call's path below the API's.</param>
    /// <param name="body">What.</param>
    /// <param name="isDone">
    /// Before a further try: whether an earlier one reached the server after all; an empty object is its answer then.
    /// Null for a call that is harmless when it is made twice.
    /// </param>
    public ServerAnswer Try(HttpMethod method, string call, JsonObject body, Func<bool>? isDone = null) =>
        TryBytes(method, call, JsonSerializer.SerializeToUtf8Bytes(body), isDone);

    /// <inheritdoc cref="Try"/>
    public ServerAnswer TryBytes(HttpMethod method, string call, byte[] body, Func<bool>? isDone = null) =>
        Json(method, call, "", body, isDone);

    /// <summary>Sends something that must be taken.</summary>
    public JsonElement Post(string call, JsonObject body, Func<bool>? isDone = null) =>
        Done(call, Try(HttpMethod.Post, call, body, isDone));

    /// <summary>What an answer says that must say that all went well.</summary>
    /// <exception cref="SongGenreException">It says something else.</exception>
    public JsonElement Done(string call, ServerAnswer answer) =>
        answer.IsDone ? answer.Body : throw Refusal(call, answer);

    /// <summary>Why the server doesn't do what was asked.</summary>
    public SongGenreException Refusal(string call, ServerAnswer answer)
    {
        if (answer.Status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
        {
            return new(
                $"{Name}: answers {(int)answer.Status} to {call}: it doesn't take the credentials; set "
                + "MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or MLFLOW_TRACKING_TOKEN.");
        }

        // Mostly by a proxy before MLflow, in words of its own.
        if (answer.Code is null && answer.Status is HttpStatusCode.RequestEntityTooLarge)
        {
            return new($"{Name}: answers 413 to {call}: it is too large; let the server take larger requests.")
            {
                IsRefusal = true,
            };
        }

        if (answer.Code is not { } code)
        {
            return new(
                $"{Name}: answers {(int)answer.Status} to {call}, and not as MLflow does; check MLFLOW_TRACKING_URI.");
        }

        var said = _access.Hide(answer.Body.Text("message") ?? "").ReplaceLineEndings(" ");
        if (said.Length > LongestRefusal) said = said[..LongestRefusal] + "…";
        return new($"{Name}: refuses {call}: {said} ({code}).")
        {
            IsRefusal = answer.Status is HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge,
        };
    }

    /// <summary>Uploads a file; one that is there is replaced.</summary>
    /// <param name="path">The file's escaped path below the API's.</param>
    /// <param name="content">Its bytes from where it stands, which can be read again.</param>
    public void Upload(string path, Stream content)
    {
        ServerAnswer? answer = null;
        var start = content.Position;
        Run(
            path, LongestTransfer,
            silence => new(HttpMethod.Put, Address(path))
            {
                Content = new UploadContent(content, start, () => Wait(silence)),
            },
            async (response, silence) => answer = await AnswerAsync(response, silence));
        Done(path, answer!);
    }

    /// <summary>Downloads a file.</summary>
    /// <param name="path">The file's escaped path below the API's.</param>
    /// <returns>A copy of it, which goes when it is closed.</returns>
    public Stream Download(string path)
    {
        ServerAnswer? refusal = null;
        var file = TemporaryFile();
        try
        {
            Run(path, LongestTransfer, _ => new(HttpMethod.Get, Address(path)), async (response, silence) =>
            {
                refusal = response.StatusCode == HttpStatusCode.OK ? null : await AnswerAsync(response, silence);
                file.SetLength(0);
                if (refusal is not null) return;
                await using var body = await response.Content.ReadAsStreamAsync(silence.Token);
                var buffer = new byte[1 << 16];
                while (await body.ReadAsync(buffer, silence.Token) is > 0 and var length)
                {
                    Keep(file, buffer.AsSpan(0, length));
                    Wait(silence);
                }
            });
            if (refusal is not null) throw Refusal(path, refusal);
            file.Position = 0;
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>A file that goes when it is closed.</summary>
    /// <exception cref="SongGenreException">None can be made.</exception>
    public static FileStream TemporaryFile()
    {
        var path = Path.Combine(Path.GetTempPath(), "songgenre-" + Path.GetRandomFileName());
        try
        {
            return new(path, new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.ReadWrite,
                Options = FileOptions.DeleteOnClose,
            });
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SongGenreException($"{path}: can't be made: {e.Message.ReplaceLineEndings(" ")}", e);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private static void Keep(FileStream file, ReadOnlySpan<byte> piece)
    {
        try
        {
            file.Write(piece);
        }
        catch (IOException e)
        {
            // Not the connection's fault: another try wouldn't help.
            throw new SongGenreException($"{file.Name}: can't be written: {e.Message.ReplaceLineEndings(" ")}", e);
        }
    }

    private static bool MayPass(HttpStatusCode status) => (int)status is 408 or 429 or 500 or 502 or 503 or 504;

    private static async Task<ServerAnswer> AnswerAsync(HttpResponseMessage response, CancellationTokenSource silence)
    {
        var bytes = await response.Content.ReadAsByteArrayAsync(silence.Token);
        try
        {
            return new(response.StatusCode, JsonElement.Parse(bytes));
        }
        catch (JsonException)
        {
            return new(response.StatusCode, default);
        }
    }

    private Uri Address(string path) => new(_access.Address, "api/2.0/" + path);

    private void Wait(CancellationTokenSource silence) => silence.CancelAfter(_limits.Silence);

    private ServerAnswer Json(HttpMethod method, string call, string query, byte[]? body, Func<bool>? isDone)
    {
        ServerAnswer? answer = null;
        Run(
            call, _limits.Total,
            _ =>
            {
                var request = new HttpRequestMessage(method, Address(query.Length == 0 ? call : $"{call}?{query}"));
                if (body is null) return request;
                request.Content = new ByteArrayContent(body);
                request.Content.Headers.ContentType = new("application/json");
                return request;
            },
            async (response, silence) => answer = await AnswerAsync(response, silence),
            isDone);
        return answer ?? new(HttpStatusCode.OK, Nothing);
    }

    private void Run(
        string call,
        TimeSpan total,
        Func<CancellationTokenSource, HttpRequestMessage> request,
        Func<HttpResponseMessage, CancellationTokenSource, Task> take,
        Func<bool>? isDone = null)
    {
        var isFirst = true;
        HttpTries.Run($"{Name}: {call} fails", _limits with { Total = total }, log: null, async silence =>
        {
            if (!isFirst && isDone?.Invoke() is true) return new();
            isFirst = false;
            Wait(silence);
            using var sent = request(silence);
            sent.Headers.Authorization = _access.Authorization;
            using var response = await _client.SendAsync(sent, HttpCompletionOption.ResponseHeadersRead, silence.Token);
            if (MayPass(response.StatusCode))
            {
                var failed = HttpTry.Of(response, isPassing: true);
                return failed with { Failure = _access.Hide(failed.Failure!) };
            }

            await take(response, silence);
            return new();
        });
    }
}
