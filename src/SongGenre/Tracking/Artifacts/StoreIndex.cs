using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SongGenre.Tracking.Artifacts;

/// <summary>
/// Names, versions and links of a store: <c>versions/NAME/v0.json</c>, <c>aliases.json</c> beside it, and a file for
/// each run in <c>v0.made/</c> and <c>v0.used/</c>.
/// </summary>
/// <param name="folder">The store's folder.</param>
/// <param name="files">Writes the store's files.</param>
internal sealed class StoreIndex(string folder, StoreFiles files)
{
    public const string Made = "made";
    public const string Used = "used";
    private const string Ending = ".json";

    private static readonly JsonSerializerOptions Format = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        RespectNullableAnnotations = true,
    };

    private readonly string _versions = Path.Combine(folder, "versions");

    /// <summary>The names that have or had a version, in ordinal order.</summary>
    public IReadOnlyList<string> Names() => !Directory.Exists(_versions) ? [] :
    [
        .. Directory.EnumerateDirectories(_versions).Where(f => Directory.EnumerateFiles(f, "v*" + Ending).Any())
            .Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal),
    ];

    /// <summary>The numbers of a name's versions, deleted ones too, ascending.</summary>
    public IReadOnlyList<int> Numbers(string name) => !Directory.Exists(FolderOf(name)) ? [] :
    [
        .. Directory.EnumerateFiles(FolderOf(name), "v*" + Ending)
            .Select(f => Path.GetFileNameWithoutExtension(f)[1..])
            .Select(f => int.TryParse(f, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : -1)
            .Where(n => n >= 0).Order(),
    ];

    /// <summary>Every version of a name, deleted ones too, with aliases and links, ascending.</summary>
    /// <param name="name">The name.</param>
    /// <param name="faults">Gets what is damaged, which then is left out; null where that is an error.</param>
    public IReadOnlyList<ArtifactVersion> Versions(string name, List<StoreFault>? faults = null)
    {
        List<VersionFile> read =
            [.. Numbers(name).Select(n => Whole(PathOf(name, n), () => Read(name, n), faults)).OfType<VersionFile>()];
        var aliases = Whole(AliasPath(name), () => Aliases(name), faults) ?? AliasFile.Empty;
        var latest = Latest(read.Where(v => v.Deleted is null).Select(v => v.Version), aliases);
        return [.. read.Select(version => ToVersion(version, latest, aliases, faults))];
    }

    public AliasFile Aliases(string name)
    {
        var file = AliasPath(name);
        return File.Exists(file) ? Parse<AliasFile>(file) : AliasFile.Empty;
    }

    public void Write(string name, AliasFile aliases) =>
        files.Write(AliasPath(name), JsonSerializer.SerializeToUtf8Bytes(aliases, Format), overwrite: true);

    /// <summary>Reads a version's file.</summary>
    /// <exception cref="SongGenreException">The file is damaged or newer than this program.</exception>
    public VersionFile Read(string name, int number)
    {
        var file = PathOf(name, number);
        var version = Parse<VersionFile>(file);
        if (version.Format > VersionFile.CurrentFormat)
        {
            throw new SongGenreException(string.Create(CultureInfo.InvariantCulture,
                $"{file}: has format {version.Format}, this program knows {VersionFile.CurrentFormat}; update it."));
        }

        return version.Name == name && version.Version == number
            && (version.Deleted is not null || version.Digest == Digest(version.Files))
            ? version
            : throw Damaged(file, "its digest is not that of its files");
    }

    /// <summary>Writes a version's file.</summary>
    /// <returns>False where the number is taken and may not be replaced.</returns>
    public bool Write(VersionFile version, bool overwrite) => files.Write(
        PathOf(version.Name, version.Version), JsonSerializer.SerializeToUtf8Bytes(version, Format), overwrite);

    /// <summary>Notes that a run made or used a version; the first time counts.</summary>
    public void Link(string name, int number, string kind, ArtifactRun run)
    {
        var time = DateTimeOffset.UtcNow.ToString("O", CultureInfo.InvariantCulture);
        var text = run.Name is null ? time : $"{time}\n{run.Name.ReplaceLineEndings(" ")}";
        var file = Path.Combine(LinkFolder(name, number, kind), run.Id);
        files.Write(file, Encoding.UTF8.GetBytes(text), overwrite: false);
    }

    /// <summary>The version that <c>latest</c> points to; −1 where there is none.</summary>
    public static int Latest(IEnumerable<int> numbers, AliasFile aliases)
    {
        List<int> known = [.. numbers];
        var newest = known.Count == 0 ? -1 : known.Max();
        return newest <= aliases.Newest && known.Contains(aliases.Latest) ? aliases.Latest : newest;
    }

    public static string Digest(IEnumerable<ArtifactFile> files)
    {
        var lines = files.OrderBy(file => file.Path, StringComparer.Ordinal)
            .Select(file => string.Create(CultureInfo.InvariantCulture, $"{file.Sha256} {file.Size} {file.Path}\n"));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(lines))));
    }

    private ArtifactVersion ToVersion(
        VersionFile version, int latest, AliasFile aliases, List<StoreFault>? faults)
    {
        var made = Links(version, Made, faults);
        if (version.Run is { } first) made.Insert(0, new(first, version.Created, version.RunName));
        return new()
        {
            Name = version.Name,
            Number = version.Version,
            Type = version.Type,
            Digest = version.Digest,
            Size = version.Size,
            Created = version.Created,
            Files = version.Files,
            Metadata = version.Metadata,
            Deleted = version.Deleted,
            Aliases =
            [
                .. version.Version == latest ? [ArtifactReference.Latest] : (string[])[],
                .. aliases.Named.Where(alias => alias.Value == version.Version).Select(alias => alias.Key),
            ],
            MadeBy = made,
            UsedBy = Links(version, Used, faults),
        };
    }

    private List<ArtifactLink> Links(VersionFile version, string kind, List<StoreFault>? faults)
    {
        var links = LinkFolder(version.Name, version.Version, kind);
        if (!Directory.Exists(links)) return [];
        return
        [
            .. Directory.EnumerateFiles(links)
                .Select(f => Whole(f, () => Link(f), faults))
                .OfType<ArtifactLink>().OrderBy(link => link.At).ThenBy(link => link.Run, StringComparer.Ordinal),
        ];
    }

    private T? Whole<T>(string file, Func<T> read, List<StoreFault>? faults)
        where T : class
    {
        try
        {
            return read();
        }
        catch (SongGenreException e) when (faults is not null)
        {
            faults.Add(new("damaged", StoreFiles.Relative(folder, file), e.Message));
            return null;
        }
    }

    private static ArtifactLink Link(string file) => File.ReadAllText(file).Split('\n', 2) is var parts
        && DateTimeOffset.TryParseExact(
            parts[0], "O", CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var time)
        ? new(Path.GetFileName(file), time, parts.ElementAtOrDefault(1))
        : throw Damaged(file, "it holds no time");

    private static T Parse<T>(string file)
    {
        try
        {
            using var stream = StoreFiles.Open(file);
            return JsonSerializer.Deserialize<T>(stream, Format) ?? throw Damaged(file, "it is empty");
        }
        catch (JsonException e)
        {
            throw Damaged(file, e.Message.ReplaceLineEndings(" "));
        }
    }

    private static SongGenreException Damaged(string file, string why) =>
        new($"{file}: is damaged ({why.TrimEnd('.')}); put back a copy of it or remove it.");

    private string FolderOf(string name) => Path.Combine(_versions, name);

    private string AliasPath(string name) => Path.Combine(FolderOf(name), "aliases" + Ending);

    private string PathOf(string name, int number) =>
        Path.Combine(FolderOf(name), string.Create(CultureInfo.InvariantCulture, $"v{number}{Ending}"));

    private string LinkFolder(string name, int number, string kind) =>
        Path.Combine(FolderOf(name), string.Create(CultureInfo.InvariantCulture, $"v{number}.{kind}"));
}
