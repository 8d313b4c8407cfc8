using System.Net;
using System.Net.Http.Headers;

namespace SongGenre.Data;

/// <summary>Gets the published file from its address, with patience for servers that fail now and then.</summary>
internal sealed class Download : IDisposable
{
    private readonly DataSetCard _card;
    private readonly HttpLimits _limits;
    private readonly IProgress<DownloadProgress>? _progress;
    private readonly HttpClient _client;
    private readonly byte[] _bytes;
    private int _received;

    // What tells whether the rest of a body that was cut off still belongs to its beginning.
    private EntityTagHeaderValue? _version;

    private Download(DataSetCard card, HttpLimits limits, IProgress<DownloadProgress>? progress)
    {
        _card = card;
        _limits = limits;
        _progress = progress;
        _bytes = new byte[card.Size];
        _client = HttpTries.Client(new() { ConnectTimeout = limits.Connect });
    }

    /// <summary>Downloads the file; it appears whole and verified or not at all.</summary>
    /// <param name="card">The address, and the size and SHA-256 that the file must have.</param>
    /// <param name="file">Where to put it; one that exists is replaced, a missing folder is created.</param>
    /// <param name="limits">How long to wait.</param>
    /// <param name="progress">Takes the progress; null for none.</param>
    /// <param name="log">Takes a line before each further try; null for none.</param>
    /// <exception cref="SongGenreException">It can't be had, is another file, or can't be written.</exception>
    public static void Run(
        DataSetCard card, string file, HttpLimits limits, IProgress<DownloadProgress>? progress, Action<string>? log)
    {
        using var download = new Download(card, limits, progress);
        HttpTries.Run(
            $"{card.Address}: can't be downloaded",
            limits,
            log is null ? null : line => log($"{card.Address}: {line}"),
            download.TryAsync,
            () => $" after {download._received} of {card.Size} bytes");
        download.Verify();
        WholeFile.Write(file, temporary => File.WriteAllBytes(temporary, download._bytes));
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private async Task<HttpTry> TryAsync(CancellationTokenSource silence)
    {
        using var request = Request();
        using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, silence.Token);
        return Refusal(response) ?? await ReceiveAsync(response, silence);
    }

    private HttpRequestMessage Request()
    {
        var request = new HttpRequestMessage(HttpMethod.Get, _card.Address);
        if (_version is null) _received = 0;
        if (_received == 0) return request;
        request.Headers.Range = new RangeHeaderValue(_received, null);
        request.Headers.IfRange = new RangeConditionHeaderValue(_version!);
        return request;
    }

    /// <summary>Why an answer's body is of no use; null if it is.</summary>
    private HttpTry? Refusal(HttpResponseMessage response)
    {
        if (response.StatusCode == HttpStatusCode.PartialContent && response.Content.Headers.ContentRange?.From == _received)
            return null;

        _received = 0;
        if (response.StatusCode == HttpStatusCode.OK) return null;

        _version = null;
        return HttpTry.Of(response, HttpTry.MayPass(response.StatusCode) || response.StatusCode
            is HttpStatusCode.RequestedRangeNotSatisfiable or HttpStatusCode.PartialContent);
    }

    private async Task<HttpTry> ReceiveAsync(HttpResponseMessage response, CancellationTokenSource silence)
    {
        _version = response.Headers.ETag is { IsWeak: false } tag ? tag : null;
        var coming = _received + response.Content.Headers.ContentLength;
        if (coming is not null && coming != _bytes.Length)
            return new($"the server offers {coming} bytes, the published file has {_card.Size}");

        await using var body = await response.Content.ReadAsStreamAsync(silence.Token);
        while (true)
        {
            // One byte more than the file has, to notice a longer one without reading all of it.
            silence.CancelAfter(_limits.Silence);
            var rest = _received < _bytes.Length ? _bytes.AsMemory(_received) : new byte[1];
            var length = await body.ReadAsync(rest, silence.Token);
            if (length == 0) break;
            if (_received == _bytes.Length)
                return new($"the server sends more than the {_card.Size} bytes of the published file");

            _received += length;
            _progress?.Report(new DownloadProgress(_received, _card.Size));
        }

        return _received == _bytes.Length
            ? new()
            : new($"the server sends {_received} of {_card.Size} bytes only", HttpTry.Failing.Later);
    }

    private void Verify()
    {
        var sha256 = TableHash.OfBytes(_bytes);
        if (sha256 != _card.Sha256)
            throw new SongGenreException(
                $"{_card.Address}: serves another file than the published one "
                + $"(SHA-256 {sha256}, expected {_card.Sha256}); nothing was kept.");
    }
}
