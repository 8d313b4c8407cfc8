using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace SongGenre.Data;

/// <summary>Patience for servers that fail now and then: further tries, with longer and longer pauses between.</summary>
internal sealed class HttpTries
{
    private const int Retries = 6;

    private readonly string _what;
    private readonly HttpLimits _limits;
    private readonly long _start = TimeProvider.System.GetTimestamp();
    private HttpTry? _last;

    private HttpTries(string what, HttpLimits limits)
    {
        _what = what;
        _limits = limits;
    }

    /// <summary>Tries until a try has all that it wanted.</summary>
    /// <param name="what">What can't be done if none has, such as <c>http://…: can't be reached</c>.</param>
    /// <param name="limits">How long to wait.</param>
    /// <param name="log">Takes a line before each further try; null for none.</param>
    /// <param name="attempt">
    /// One try. Its timer ends it when the server is silent for too long; each further piece of an answer may start the
    /// timer again.
    /// </param>
    /// <param name="progress">How far a try came whose connection broke, such as <c> after 3 bytes</c>.</param>
    /// <exception cref="SongGenreException">No try had.</exception>
    public static void Run(
        string what,
        HttpLimits limits,
        Action<string>? log,
        Func<CancellationTokenSource, Task<HttpTry>> attempt,
        Func<string>? progress = null) =>
        // On a pool thread: a caller's own scheduler may have this thread alone, which waits here.
        Task.Run(() => new HttpTries(what, limits).RunAsync(log, attempt, progress)).GetAwaiter().GetResult();

    /// <summary>A client whose tries this class watches.</summary>
    /// <param name="handler">Connects.</param>
    public static HttpClient Client(SocketsHttpHandler handler)
    {
        var client = new HttpClient(handler)
        {
            Timeout = Timeout.InfiniteTimeSpan, // Each try watches the silence between pieces instead.
        };
        client.DefaultRequestHeaders.UserAgent.ParseAdd("SongGenre");
        return client;
    }

    private async Task RunAsync(
        Action<string>? log, Func<CancellationTokenSource, Task<HttpTry>> attempt, Func<string>? progress)
    {
        var retry = new RetryStrategyOptions<HttpTry>
        {
            MaxRetryAttempts = Retries,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            Delay = _limits.FirstPause,
            MaxDelay = _limits.Total / 4,
            DelayGenerator = arguments => new(arguments.Outcome.Result?.RetryAfter),
            ShouldHandle = arguments => new(IsWorthARetry(arguments.Outcome.Result, arguments.AttemptNumber)),
            OnRetry = arguments =>
            {
                log?.Invoke($"{arguments.Outcome.Result!.Failure}; trying again in "
                    + FormattableString.Invariant($"{arguments.RetryDelay.TotalSeconds:0.0} s."));
                return default;
            },
        };
        var pipeline = new ResiliencePipelineBuilder<HttpTry>()
            .AddTimeout(new TimeoutStrategyOptions { Timeout = _limits.Total })
            .AddRetry(retry)
            .Build();
        try
        {
            _last = await pipeline.ExecuteAsync(async cancel => _last = await TryAsync(attempt, progress, cancel));
        }
        catch (TimeoutRejectedException e)
        {
            throw new SongGenreException(
                FormattableString.Invariant($"{_what} within {_limits.Total.TotalSeconds:0.#} s: ")
                + $"{_last?.Failure ?? "no complete answer"}.", e);
        }

        if (_last.Failure is not null) throw new SongGenreException($"{_what}: {_last.Failure}.");
    }

    private bool IsWorthARetry(HttpTry? result, int attempt) => result switch
    {
        { Failure: not null, Kind: HttpTry.Failing.Later } =>
            result.RetryAfter is not { } pause || pause < _limits.Total - TimeProvider.System.GetElapsedTime(_start),
        { Failure: not null, Kind: HttpTry.Failing.Offline } => attempt == 0,
        _ => false,
    };

    private async Task<HttpTry> TryAsync(
        Func<CancellationTokenSource, Task<HttpTry>> attempt, Func<string>? progress, CancellationToken cancel)
    {
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        silence.CancelAfter(_limits.Silence);
        try
        {
            return await attempt(silence);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return silence.IsCancellationRequested
                ? new(
                    FormattableString.Invariant($"the server is silent for {_limits.Silence.TotalSeconds:0.#} s"),
                    HttpTry.Failing.Later)
                : new("no connection");
        }
        catch (HttpRequestException e) when (e.HttpRequestError is HttpRequestError.NameResolutionError
            or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError)
        {
            return new($"no connection ({e.Message})", HttpTry.Failing.Offline);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return new($"the connection broke{progress?.Invoke()}", HttpTry.Failing.Later);
        }
    }
}
