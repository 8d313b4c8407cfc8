using System.Net.Http.Headers;
using System.Text;

namespace SongGenre.Tracking.Mlflow;

/// <summary>A server's address, and what it wants to see before it answers.</summary>
internal sealed class ServerAccess
{
    private const string UserVariable = "MLFLOW_TRACKING_USERNAME";
    private const string PasswordVariable = "MLFLOW_TRACKING_PASSWORD";
    private const string TokenVariable = "MLFLOW_TRACKING_TOKEN";
    private const string InsecureVariable = "MLFLOW_TRACKING_INSECURE_TLS";

    private readonly string[] _secrets;

    private ServerAccess(Uri address, AuthenticationHeaderValue? authorization, bool isInsecure, string[] secrets)
    {
        Address = address;
        Authorization = authorization;
        IsInsecure = isInsecure;
        _secrets = secrets;
    }

    /// <summary>The server, ending with <c>/</c>, without credentials.</summary>
    public Uri Address { get; }

    /// <summary>The header of every request; null for none.</summary>
    public AuthenticationHeaderValue? Authorization { get; }

    /// <summary>Whether a certificate that can't be trusted is taken all the same.</summary>
    public bool IsInsecure { get; }

    /// <summary>The access that an address and the MLFLOW_ variables give; an empty variable counts as missing.</summary>
    /// <param name="uri"><c>http://…</c> or <c>https://…</c>; a user and a password in it serve like the variables.</param>
    /// <param name="variable">Reads a variable.</param>
    /// <exception cref="SongGenreException">No address, or a variable has a value that can't be used.</exception>
    public static ServerAccess Read(string uri, Func<string, string?> variable)
    {
        // The text itself may hold a password, so it isn't shown.
        if (!Uri.TryCreate(uri, UriKind.Absolute, out var given) || given.Host.Length == 0)
            throw new SongGenreException("MLFLOW_TRACKING_URI isn't an address; give one like http://HOST:PORT.");
        var address = new UriBuilder(given) { UserName = "", Password = "", Query = "", Fragment = "" };
        if (!address.Path.EndsWith('/')) address.Path += "/";
        var (user, password) = Named(UserVariable) is { } name && Named(PasswordVariable) is { } word
            ? (name, word) : InAddress(given);
        var token = Named(TokenVariable);
        var basic = user is null ? null : Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"));
        if (basic is null && token is not null && !token.All(c => c is > ' ' and < '\x7F'))
            throw new SongGenreException($"{TokenVariable} has characters that a token can't have; set it anew.");
        return new(
            address.Uri,
            basic is not null ? new("Basic", basic) : token is not null ? new("Bearer", token) : null,
            IsTrue(Named(InsecureVariable)),
            [.. new[] { basic, password, Uri.EscapeDataString(password ?? ""), token }
                .OfType<string>().Where(secret => secret.Length > 0)]);

        string? Named(string key) => variable(key) is { Length: > 0 } value ? value : null;
    }

    /// <summary>A text without the credentials, which a server may repeat in what it says.</summary>
    public string Hide(string text) => _secrets.Aggregate(
        text, (hidden, secret) => hidden.Replace(secret, "…", StringComparison.OrdinalIgnoreCase));

    private static (string? User, string? Password) InAddress(Uri address)
    {
        if (address.UserInfo.Length == 0) return (null, null);
        var parts = address.UserInfo.Split(':', 2);
        return (Uri.UnescapeDataString(parts[0]), Uri.UnescapeDataString(parts.ElementAtOrDefault(1) ?? ""));
    }

    private static bool IsTrue(string? text) => text?.ToUpperInvariant() switch
    {
        null or "FALSE" or "0" => false,
        "TRUE" or "1" => true,
        _ => throw new SongGenreException($"{InsecureVariable} must be true or false."),
    };
}
