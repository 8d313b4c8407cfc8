using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace SongGenre.Data;

/// <summary>Gets the published file from its address, with patience for servers that fail now and then.</summary>
internal sealed partial class Download : IDisposable
{
    private const int Retries = 6;

    private readonly DataSetCard _card;
    private readonly DownloadLimits _limits;
    private readonly IProgress<DownloadProgress>? _progress;
    private readonly HttpClient _client;
    private readonly long _start = TimeProvider.System.GetTimestamp();
    private readonly byte[] _bytes;
    private int _received;
    private Try? _last;

    private Download(DataSetCard card, DownloadLimits limits, IProgress<DownloadProgress>? progress)
    {
        _card = card;
        _limits = limits;
        _progress = progress;
        _bytes = new byte[card.Size];
        _client = new HttpClient(new SocketsHttpHandler { ConnectTimeout = limits.Connect })
        {
            Timeout = Timeout.InfiniteTimeSpan, // Each try watches the silence between pieces instead.
        };
        _client.DefaultRequestHeaders.UserAgent.ParseAdd("SongGenre");
    }

    /// <summary>Downloads the file; it appears whole and verified or not at all.</summary>
    /// <param name="card">The address, and the size and SHA-256 that the file must have.</param>
    /// <param name="file">Where to put it; one that exists is replaced, a missing folder is created.</param>
    /// <param name="limits">How long to wait.</param>
    /// <param name="progress">Takes the progress; null for none.</param>
    /// <param name="log">Takes a line before each further try; null for none.</param>
    /// <exception cref="SongGenreException">It can't be had, is another file, or can't be written.</exception>
    public static void Run(
        DataSetCard card, string file, DownloadLimits limits, IProgress<DownloadProgress>? progress, Action<string>? log)
    {
        using var download = new Download(card, limits, progress);
        // On a pool thread: a caller's own scheduler may have this thread alone, which waits here.
        Task.Run(() => download.ReceiveAsync(log)).GetAwaiter().GetResult();
        download.Verify();
        WholeFile.Write(file, temporary => File.WriteAllBytes(temporary, download._bytes));
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private async Task ReceiveAsync(Action<string>? log)
    {
        var retry = new RetryStrategyOptions<Try>
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
                log?.Invoke($"{_card.Address}: {arguments.Outcome.Result!.Failure}; trying again in "
                    + FormattableString.Invariant($"{arguments.RetryDelay.TotalSeconds:0.0} s."));
                return default;
            },
        };
        var pipeline = new ResiliencePipelineBuilder<Try>()
            .AddTimeout(new TimeoutStrategyOptions { Timeout = _limits.Total })
            .AddRetry(retry)
            .Build();
        try
        {
            _last = await pipeline.ExecuteAsync(async cancel => _last = await TryAsync(cancel));
        }
        catch (TimeoutRejectedException e)
        {
            throw new SongGenreException(
                FormattableString.Invariant($"{_card.Address}: can't be downloaded within {_limits.Total.TotalSeconds:0.#} s: ")
                + $"{_last?.Failure ?? "no complete answer"}.", e);
        }

        if (_last.Failure is not null)
            throw new SongGenreException($"{_card.Address}: can't be downloaded: {_last.Failure}.");
    }

    private bool IsWorthARetry(Try? result, int attempt) => result switch
    {
        { Failure: not null, Kind: Failing.Later } =>
            result.RetryAfter is not { } pause || pause < _limits.Total - TimeProvider.System.GetElapsedTime(_start),
        { Failure: not null, Kind: Failing.Offline } => attempt == 0,
        _ => false,
    };

    private void Verify()
    {
        var sha256 = TableHash.OfBytes(_bytes);
        if (sha256 != _card.Sha256)
            throw new SongGenreException(
                $"{_card.Address}: serves another file than the published one "
                + $"(SHA-256 {sha256}, expected {_card.Sha256}); nothing was kept.");
    }
}
