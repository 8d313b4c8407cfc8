using System.Security.Cryptography;
using System.Text;

namespace SongGenre.Tracking.Wandb;

public sealed partial class WandbRun
{
    private const int ClientIdLength = 128;

    private static readonly Comparer<byte[]> Utf8Order =
        Comparer<byte[]>.Create((a, b) => a.AsSpan().SequenceCompareTo(b));

    private readonly Dictionary<string, string> _sequences = new(StringComparer.Ordinal);

    /// <summary>Records an artifact that the run made, with copies of its files.</summary>
    /// <returns>The digest of its content, as Weights &amp; Biases computes it.</returns>
    /// <exception cref="SongGenreException">There is no entity, or a file can't be read or written.</exception>
    public string LogArtifact(WandbArtifact artifact) => AddArtifact(artifact, isUsed: false);

    /// <summary>Records an artifact that the run used, with copies of its files: an input of the lineage.</summary>
    /// <returns>The digest of its content, as Weights &amp; Biases computes it.</returns>
    /// <exception cref="SongGenreException">There is no entity, or a file can't be read or written.</exception>
    public string UseArtifact(WandbArtifact artifact) => AddArtifact(artifact, isUsed: true);

    // Digest of a manifest whose entries are sorted by path.
    private static string DigestOf(IEnumerable<ManifestEntry> entries)
    {
        var text = new StringBuilder("wandb-artifact-manifest-v1\n");
        foreach (var entry in entries) text.Append(entry.Path).Append(':').Append(entry.Digest).Append('\n');
        return Convert.ToHexStringLower(
            CryptographicOperations.HashData(HashAlgorithmName.MD5, Encoding.UTF8.GetBytes(text.ToString())));
    }

    private static string ClientId() => RandomNumberGenerator.GetString(IdCharacters, ClientIdLength);

    private static void PutManifest(ProtoWriter record, List<ManifestEntry> entries)
    {
        record.Integer(1, 1);
        record.Text(2, "wandb-storage-policy-v1");
        record.Message(3, () =>
        {
            record.Text(1, "storageLayout");
            record.Text(2, "\"V2\"");
        });
        foreach (var entry in entries)
        {
            record.Message(4, () =>
            {
                record.Text(1, entry.Path);
                record.Text(2, entry.Digest);
                record.Integer(4, entry.Size);
                record.Text(6, entry.Copy);
            });
        }
    }

    private string AddArtifact(WandbArtifact artifact, bool isUsed)
    {
        if (string.IsNullOrEmpty(_options.Entity))
        {
            throw new SongGenreException(
                $"Artifact '{artifact.Name}' needs to know whose it is; "
                + "set WANDB_ENTITY to your Weights & Biases user or team.");
        }

        List<ManifestEntry> entries = [];
        Guard(() =>
        {
            var files = artifact.Files.OrderBy(file => Encoding.UTF8.GetBytes(file.Key), Utf8Order);
            foreach (var (path, source) in files) entries.Add(CopyOf(Inside(path), source));
        });

        var digest = DigestOf(entries);
        var metadata = artifact.Metadata.Count == 0 ? null : WandbJson.Of(artifact.Metadata.ToDictionary());
        var client = ClientId();
        Write(() =>
        {
            if (!_sequences.TryGetValue(artifact.Name, out var sequence))
                _sequences[artifact.Name] = sequence = ClientId();
            Append(record => record.Message(8, () =>
            {
                record.Text(1, Id);
                record.Text(2, _options.Project);
                record.Text(3, _options.Entity);
                record.Text(4, artifact.Type);
                record.Text(5, artifact.Name);
                record.Text(6, digest);
                PutText(record, 7, artifact.Description);
                PutText(record, 8, metadata);
                record.Integer(9, 1);
                if (isUsed) record.Integer(10, 1);
                foreach (var alias in artifact.Aliases) record.Text(11, alias);
                record.Message(12, () => PutManifest(record, entries));
                record.Integer(14, 1);
                record.Text(15, client);
                record.Text(16, sequence);
            }));
        });
        return digest;
    }

    // The digest is of the bytes that were copied, whatever becomes of the source meanwhile.
    private ManifestEntry CopyOf(string path, string source)
    {
        var folder = Path.Combine(Folder, "artifacts");
        var temporary = Path.Combine(folder, $".{Path.GetRandomFileName()}.tmp");
        using var read = OpenSource(source);
        Directory.CreateDirectory(folder);
        try
        {
            using var md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
            var size = 0L;
            using (var write = File.Create(temporary))
            {
                var buffer = new byte[BufferBytes];
                for (int length; (length = read.Read(buffer)) > 0; size += length)
                {
                    md5.AppendData(buffer, 0, length);
                    write.Write(buffer, 0, length);
                }
            }

            var hash = md5.GetHashAndReset();
            var copy = Path.Combine(folder, Convert.ToHexStringLower(hash));
            File.Move(temporary, copy, overwrite: true);
            return new(path, Convert.ToBase64String(hash), size, copy);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private sealed record ManifestEntry(string Path, string Digest, long Size, string Copy);
}
