using System.Text.Json;

namespace SongGenre.Data;

/// <summary>What is known of the published data set: the content of <c>data/dataset.json</c>.</summary>
public sealed record DataSetCard
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>The data set's name.</summary>
    public required string Name { get; init; }

    /// <summary>The file's name, upstream and under <c>data/raw/</c>.</summary>
    public required string File { get; init; }

    /// <summary>Where the file is published.</summary>
    public required Uri Address { get; init; }

    /// <summary>SHA-256 of the file's bytes in lower-case hex.</summary>
    public required string Sha256 { get; init; }

    /// <summary>The file's size in bytes.</summary>
    public required long Size { get; init; }

    /// <summary>Number of rows, duplicates included.</summary>
    public required int Rows { get; init; }

    /// <summary>SHA-256 of the table's content, whatever the file's format; see <c>data/README.md</c>.</summary>
    public required string ContentSha256 { get; init; }

    /// <summary>What is known of the data's licence.</summary>
    public required string Licence { get; init; }

    /// <summary>The columns in the file's order.</summary>
    public required IReadOnlyList<DataSetColumn> Schema { get; init; }

    internal static DataSetCard Embedded { get; } = ReadEmbedded();

    private static DataSetCard ReadEmbedded()
    {
        using var stream = typeof(DataSetCard).Assembly.GetManifestResourceStream("data/dataset.json")!;
        return JsonSerializer.Deserialize<DataSetCard>(stream, Json)!;
    }
}
