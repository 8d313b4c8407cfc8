using System.Text.Json;

namespace SongGenre.Tracking.Mlflow;

internal sealed partial class MlflowServer
{
    private const string ProxyScheme = "mlflow-artifacts:";
    private const string ProxyCall = "mlflow-artifacts/artifacts";

    /// <inheritdoc/>
    public void LogArtifact(string artifactUri, string path, Stream content)
    {
        if (Proxied(artifactUri) is not { } root)
        {
            LocalArtifacts.Write(artifactUri, path, content);
            return;
        }

        LocalArtifacts.Check(path);
        if (content.CanSeek)
        {
            _calls.Upload(Escaped(root, path), content);
            return;
        }

        // What can be read only once couldn't be sent again.
        using var copy = ServerCalls.TemporaryFile();
        content.CopyTo(copy);
        copy.Position = 0;
        _calls.Upload(Escaped(root, path), copy);
    }

    /// <inheritdoc/>
    public IReadOnlyList<ArtifactEntry> ListArtifacts(string artifactUri, string folder = "")
    {
        if (Proxied(artifactUri) is not { } root) return LocalArtifacts.List(artifactUri, folder);
        if (folder.Length > 0) LocalArtifacts.Check(folder);
        var answer = _calls.Ask(ProxyCall, ("path", folder.Length == 0 ? root : $"{root}/{folder}"));
        if (answer.IsAbsent) return [];
        var prefix = folder.Length == 0 ? "" : folder + "/";
        return
        [
            .. _calls.Done(ProxyCall, answer).List("files")
                .Select(file => new ArtifactEntry(prefix + file.Text("path"), Size(file)))
                .OrderBy(entry => entry.Path, StringComparer.Ordinal),
        ];
    }

    /// <inheritdoc/>
    public Stream OpenArtifact(string artifactUri, string path)
    {
        if (Proxied(artifactUri) is not { } root) return LocalArtifacts.Open(artifactUri, path);
        LocalArtifacts.Check(path);
        // A server's answer for a file that isn't there can't be told from one of a server in trouble.
        var folder = path.LastIndexOf('/') is >= 0 and var end ? path[..end] : "";
        if (!ListArtifacts(artifactUri, folder).Any(entry => entry.Path == path && !entry.IsFolder))
            throw StoreErrors.NoArtifact(artifactUri, path);
        return _calls.Download(Escaped(root, path));
    }

    // The artifacts' path behind the server; null when they lie in a folder of this machine.
    private string? Proxied(string uri)
    {
        if (LocalArtifacts.Folder(uri) is not null) return null;
        if (uri.StartsWith(ProxyScheme + "/", StringComparison.Ordinal)
            && !uri.StartsWith(ProxyScheme + "//", StringComparison.Ordinal))
        {
            return uri[ProxyScheme.Length..].Trim('/');
        }

        throw new SongGenreException(
            $"{uri}: these artifacts are neither behind {_calls.Name} nor in a folder of this machine; start the "
            + "server with --serve-artifacts.")
        {
            IsRefusal = true,
        };
    }

    private static long? Size(JsonElement file) =>
        bool.TryParse(file.Text("is_dir"), out var isFolder) && isFolder ? null : file.Long("file_size") ?? 0;

    private static string Escaped(string root, string path) =>
        $"{ProxyCall}/{string.Join('/', $"{root}/{path}".Split('/').Select(Uri.EscapeDataString))}";
}
