using System.Text.RegularExpressions;

namespace SongGenre.Tracking.Mlflow;

/// <summary>Opens the place where runs are recorded, whatever kind it is.</summary>
public static partial class RunStore
{
    internal const string LocalScheme = "sqlite:///";

    /// <summary>Opens a store by its address.</summary>
    /// <param name="uri">
    /// As in MLFLOW_TRACKING_URI: <c>sqlite:///PATH</c> or a path for a local database, <c>http://…</c> or
    /// <c>https://…</c> for a server.
    /// </param>
    /// <param name="say">
    /// Told in a line, once each, what the store does without, such as models on an older server; null for nobody.
    /// </param>
    /// <exception cref="SongGenreException">Another kind of address, or the local database can't be opened.</exception>
    public static IRunStore Open(string uri, Action<string>? say = null) =>
        IsServer(uri) ? MlflowServer.Open(uri, say) : MlflowStore.Open(uri);

    /// <summary>Opens a store to look something up, or to add to what is there: a database that isn't isn't made.</summary>
    /// <param name="uri">As for <see cref="Open"/>.</param>
    /// <param name="say">As for <see cref="Open"/>.</param>
    /// <exception cref="SongGenreException">As for <see cref="Open"/>, or there is no such database.</exception>
    public static IRunStore OpenExisting(string uri, Action<string>? say = null) =>
        !IsServer(uri) && DatabaseOf(uri) is var file && !File.Exists(file)
            ? throw IsMissing(file)
            : Open(uri, say);

    /// <summary>A local store's file, absolute.</summary>
    /// <param name="uri"><c>sqlite:///PATH</c>, or a path.</param>
    /// <exception cref="SongGenreException">It names none.</exception>
    internal static string DatabaseOf(string uri)
    {
        var path = uri.StartsWith(LocalScheme, StringComparison.Ordinal) ? uri[LocalScheme.Length..] : uri;
        return Path.GetFileName(path) is not "" ? Path.GetFullPath(path) : throw new SongGenreException(
            $"'{uri}' names no database for MLFLOW_TRACKING_URI; give sqlite:///PATH or http://HOST:PORT.");
    }

    internal static SongGenreException IsMissing(string file) => new(
        $"{file}: nothing is on record there; 'songgenre train' records the first run, or name another store by "
        + "MLFLOW_TRACKING_URI.");

    /// <summary>Whether an address is a server's; else it is a local database's.</summary>
    /// <exception cref="SongGenreException">Another kind of address.</exception>
    internal static bool IsServer(string uri)
    {
        if (uri.StartsWith(LocalScheme, StringComparison.Ordinal) || !IsAddress(uri)) return false;
        return Scheme().Match(uri).Value.ToUpperInvariant() is "HTTP" or "HTTPS" ? true : throw Unknown(uri);
    }

    // One letter and a colon is a drive of Windows; these two words mean a server without any.
    private static bool IsAddress(string uri) => uri is "databricks" or "databricks-uc" || Scheme().IsMatch(uri);

    private static SongGenreException Unknown(string uri) => new(
        $"MLFLOW_TRACKING_URI is an address of the kind '{uri.Split(':')[0]}', where runs can't be recorded; give "
        + "sqlite:///PATH or http://HOST:PORT.");

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9+.\-]+(?=:)", RegexOptions.CultureInvariant)]
    private static partial Regex Scheme();
}
