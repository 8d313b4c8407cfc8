using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using SongGenre.Tests.Data;

namespace SongGenre.Tests.Tracking.Mlflow.Server;

/// <summary>
/// A server that behaves as MLflow's does by its description, in memory, and fails where a test says so. What it has
/// outlives its restarts.
/// </summary>
internal sealed partial class FakeMlflow : IDisposable
{
    private readonly List<Fault> _faults = [];
    private readonly List<string> _calls = [];
    private (int Call, bool IsDone) _end;
    private LoopbackServer? _listener;
    private int _port;

    public FakeMlflow() => Start();

    /// <summary>What goes wrong with a call.</summary>
    /// <param name="Call">The call's path, such as <c>runs/create</c>.</param>
    /// <param name="IsDone">Whether the server does its work before.</param>
    /// <param name="Answer">What is sent instead of the answer, from that; null for silence.</param>
    /// <param name="Resets">Whether the connection is reset after it.</param>
    private sealed record Fault(string Call, bool IsDone, Func<byte[], byte[]?> Answer, bool Resets = false);

    public string Address => $"http://127.0.0.1:{_port}";

    /// <summary>Whether it is older than MLflow 3.</summary>
    public bool IsOld { get; set; }

    /// <summary>How many characters a tag's value may have: 5,000 on older servers.</summary>
    public int LongestTag { get; init; } = 8000;

    /// <summary>The header that it wants to see; null for none.</summary>
    public string? Authorization { get; init; }

    /// <summary>Where artifacts are, below which each experiment has a folder.</summary>
    public string ArtifactRoot { get; init; } = "mlflow-artifacts:";

    /// <summary>The calls that came, such as <c>POST runs/create</c>.</summary>
    public IReadOnlyList<string> Calls
    {
        get
        {
            lock (_calls) return [.. _calls];
        }
    }

    /// <summary>How many calls of a kind came.</summary>
    public int Count(string call) => Calls.Count(each => each.EndsWith(' ' + call));

    public void Start() => (_listener, _port) = Listen();

    public void Stop() => _listener!.Dispose();

    public void Dispose() => Stop();

    /// <summary>Lets the next call of a kind fail, before or after its work; null for silence.</summary>
    public void Fail(string call, byte[]? answer, bool isDone = false) => _faults.Add(new(call, isDone, _ => answer));

    /// <summary>Lets the answer to the next call of a kind, whose work is done, end by a reset in its middle.</summary>
    public void Reset(string call) => _faults.Add(new(call, IsDone: true, answer => answer[..^1], Resets: true));

    /// <summary>Takes back a failure of the next call of a kind; false when there is none.</summary>
    public bool Forget(string call) => _faults.Find(each => each.Call == call) is { } fault && _faults.Remove(fault);

    /// <summary>Goes down at a call, before or after its work.</summary>
    /// <param name="call">The call's number, from 1.</param>
    /// <param name="isDone">Whether the work is done.</param>
    public FakeMlflow StopAt(int call, bool isDone)
    {
        _end = (call, isDone);
        return this;
    }

    private (LoopbackServer, int) Listen()
    {
        var listener = new LoopbackServer((_, request) => Answer(request), _port);
        return (listener, listener.Address.Port);
    }

    private byte[]? Answer(string text)
    {
        var request = new Request(text);
        lock (_calls) _calls.Add($"{request.Method} {request.Call}");
        if (_calls.Count == _end.Call)
        {
            if (_end.IsDone) Do(request);
            Stop();
            return null;
        }

        var fault = _faults.Find(each => each.Call == request.Call);
        _listener!.Resets = fault is { Resets: true };
        if (fault is null) return Do(request);
        _faults.Remove(fault);
        return fault.Answer(fault.IsDone ? Do(request) : []);
    }

    private byte[] Do(Request request)
    {
        // It says more than it should: whoever prints it must not.
        if (Authorization is not null && request.Header("Authorization") != Authorization)
            return LoopbackServer.Answer("401 Unauthorized", Bytes($"not you: {request.Header("Authorization")}"));
        try
        {
            return Work(request) is { } body
                ? LoopbackServer.Answer("200 OK", body)
                : LoopbackServer.Answer("404 Not Found", Bytes("<!doctype html><h1>Not Found</h1>"));
        }
        catch (RefusedException refusal)
        {
            var body = new JsonObject { ["error_code"] = refusal.Code, ["message"] = refusal.Message };
            return LoopbackServer.Answer($"{(int)refusal.Status} No", Bytes(body.ToJsonString()));
        }
    }

    private byte[]? Work(Request request)
    {
        if (request.Call.StartsWith("mlflow-artifacts/", StringComparison.Ordinal)) return Artifacts(request);
        var answer = Runs(request) ?? Registry(request) ?? (IsOld ? null : Models(request));
        return answer is null ? null : Bytes(answer.ToJsonString());
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static RefusedException Invalid(string message) =>
        new(HttpStatusCode.BadRequest, "INVALID_PARAMETER_VALUE", message);

    private static RefusedException Absent(string what) =>
        new(HttpStatusCode.NotFound, "RESOURCE_DOES_NOT_EXIST", $"No {what} exists");

    private static RefusedException Taken(string what) =>
        new(HttpStatusCode.BadRequest, "RESOURCE_ALREADY_EXISTS", $"{what} already exists.");

    /// <summary>What MLflow answers instead of doing it.</summary>
    private sealed class RefusedException(HttpStatusCode status, string code, string message) : Exception(message)
    {
        public HttpStatusCode Status => status;

        public string Code => code;
    }

    private sealed class Request
    {
        private const string Base = "/api/2.0/";
        private readonly string _head;

        public Request(string text)
        {
            var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            (_head, Body) = (text[..end], Encoding.Latin1.GetBytes(text[(end + 4)..]));
            var line = _head.Split("\r\n")[0].Split(' ');
            Method = line[0];
            var target = line[1].Split('?', 2);
            Assert.StartsWith(Base, target[0], StringComparison.Ordinal);
            Path = target[0][Base.Length..];
            Call = Path.StartsWith("mlflow/", StringComparison.Ordinal) ? Path["mlflow/".Length..] : Path;
            foreach (var pair in target.ElementAtOrDefault(1)?.Split('&') ?? [])
            {
                var parts = pair.Split('=', 2);
                Query[parts[0]] = Uri.UnescapeDataString(parts[1]);
            }
        }

        public string Method { get; }

        public string Path { get; }

        public string Call { get; }

        public byte[] Body { get; }

        public Dictionary<string, string> Query { get; } = [];

        public JsonObject Json => JsonNode.Parse(Body)!.AsObject();

        public string? Header(string name) => _head.Split("\r\n")
            .Where(line => line.StartsWith(name + ": ", StringComparison.OrdinalIgnoreCase))
            .Select(line => line[(name.Length + 2)..]).FirstOrDefault();
    }
}
