using System.Net;
using System.Net.Http.Headers;

namespace SongGenre.Data;

internal sealed partial class Download
{
    // What tells whether the rest of a body that was cut off still belongs to its beginning.
    private EntityTagHeaderValue? _version;

    /// <summary>What came of one try; without a failure the file is complete.</summary>
    private sealed record Try(string? Failure = null, Failing Kind = Failing.Forever, TimeSpan? RetryAfter = null);

    private enum Failing
    {
        /// <summary>Another try would fail too.</summary>
        Forever,

        /// <summary>Another try may succeed after a pause.</summary>
        Later,

        /// <summary>There was no connection; that rarely changes soon.</summary>
        Offline,
    }

    private async Task<Try> TryAsync(CancellationToken cancel)
    {
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        silence.CancelAfter(_limits.Silence);
        try
        {
            using var request = Request();
            using var response = await _client.SendAsync(
                request, HttpCompletionOption.ResponseHeadersRead, silence.Token);
            return Refusal(response) ?? await ReceiveAsync(response, silence);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return silence.IsCancellationRequested
                ? new(FormattableString.Invariant($"the server is silent for {_limits.Silence.TotalSeconds:0.#} s"), Failing.Later)
                : new("no connection");
        }
        catch (HttpRequestException e) when (e.HttpRequestError is HttpRequestError.NameResolutionError
            or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError)
        {
            return new($"no connection ({e.Message})", Failing.Offline);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return new($"the connection broke after {_received} of {_card.Size} bytes", Failing.Later);
        }
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
    private Try? Refusal(HttpResponseMessage response)
    {
        if (response.StatusCode == HttpStatusCode.PartialContent && response.Content.Headers.ContentRange?.From == _received)
            return null;

        _received = 0;
        if (response.StatusCode == HttpStatusCode.OK) return null;

        _version = null;
        var failure = $"the server answers {(int)response.StatusCode} ({response.ReasonPhrase})";
        if (response.StatusCode is < HttpStatusCode.InternalServerError and not (HttpStatusCode.TooManyRequests
            or HttpStatusCode.RequestTimeout or HttpStatusCode.RequestedRangeNotSatisfiable or HttpStatusCode.PartialContent))
            return new(failure);

        var after = response.Headers.RetryAfter;
        var pause = after?.Delta ?? after?.Date - TimeProvider.System.GetUtcNow();
        return new(failure, Failing.Later, pause > TimeSpan.Zero ? pause : null);
    }

    private async Task<Try> ReceiveAsync(HttpResponseMessage response, CancellationTokenSource silence)
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
            : new($"the server sends {_received} of {_card.Size} bytes only", Failing.Later);
    }
}
