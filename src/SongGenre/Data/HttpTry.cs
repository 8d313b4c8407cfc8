using System.Net;

namespace SongGenre.Data;

/// <summary>What came of one try to talk to a server.</summary>
/// <param name="Failure">What was wrong; null when the try has all that it wanted.</param>
/// <param name="Kind">Whether another try may do better.</param>
/// <param name="RetryAfter">The pause that the server asks for; null when it says nothing.</param>
internal sealed record HttpTry(
    string? Failure = null, HttpTry.Failing Kind = HttpTry.Failing.Forever, TimeSpan? RetryAfter = null)
{
    /// <summary>How a try failed.</summary>
    public enum Failing
    {
        /// <summary>Another try would fail too.</summary>
        Forever,

        /// <summary>Another try may succeed after a pause.</summary>
        Later,

        /// <summary>There was no connection; that rarely changes soon.</summary>
        Offline,
    }

    /// <summary>A try that the server answered with a status that isn't a success.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="isPassing">Whether the same may go well later.</param>
    public static HttpTry Of(HttpResponseMessage response, bool isPassing)
    {
        var failure = $"the server answers {(int)response.StatusCode} ({response.ReasonPhrase})";
        if (!isPassing) return new(failure);
        var after = response.Headers.RetryAfter;
        var pause = after?.Delta ?? after?.Date - TimeProvider.System.GetUtcNow();
        return new(failure, Failing.Later, pause > TimeSpan.Zero ? pause : null);
    }

    /// <summary>Whether a status says that the same request may go well later.</summary>
    public static bool MayPass(HttpStatusCode status) => status is HttpStatusCode.TooManyRequests
        or HttpStatusCode.RequestTimeout or >= HttpStatusCode.InternalServerError;
}
