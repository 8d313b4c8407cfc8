using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SongGenre.Data;

/// <summary>
/// Figures that describe a file of songs, from which <see cref="SongSample"/> makes similar ones. It holds no song and
/// no text: words are known by their rank of frequency alone.
/// </summary>
public sealed partial record SongProfile
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        NewLine = "\n",
        RespectNullableAnnotations = true,
        Converters = { new OneLineArray<double>(), new OneLineArray<int>() },
    };

    private static readonly Lazy<SongProfile> Embedded = new(ReadEmbedded);

    /// <summary>The profile of the published data set, <c>data/profile.json</c>, as it stands in the library.</summary>
    public static SongProfile Published => Embedded.Value;

    /// <summary>Rows of the file.</summary>
    public required int Rows { get; init; }

    /// <summary>Number of distinct words in titles and song names.</summary>
    public required int Words { get; init; }

    /// <summary>The columns that quantiles and correlations describe.</summary>
    public required IReadOnlyList<string> Columns { get; init; }

    /// <summary>The levels of the quantiles, ascending from 0 to 1.</summary>
    public required double[] Levels { get; init; }

    /// <summary>The genres in the order in which the file first shows them.</summary>
    public required IReadOnlyList<GenreProfile> Genres { get; init; }

    /// <summary>Writes the profile as JSON; an existing file is replaced whole or not at all.</summary>
    /// <param name="file">Where to; a missing folder is created.</param>
    /// <exception cref="SongGenreException">The file can't be written.</exception>
    public void Save(string file)
    {
        ArgumentNullException.ThrowIfNull(file);
        WholeFile.Write(file, temporary => File.WriteAllText(temporary, JsonSerializer.Serialize(this, Json) + "\n"));
    }

    private static SongProfile ReadEmbedded()
    {
        const string Name = "data/profile.json";
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(Name)
            ?? throw new InvalidOperationException($"the library was built without {Name}");
        return JsonSerializer.Deserialize<SongProfile>(stream, Json)!;
    }

    /// <summary>Keeps hundreds of quantiles readable: one array, one line.</summary>
    private sealed class OneLineArray<T> : JsonConverter<T[]>
    {
        public override T[] Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            JsonSerializer.Deserialize<T[]>(ref reader) ?? [];

        public override void Write(Utf8JsonWriter writer, T[] value, JsonSerializerOptions options) =>
            writer.WriteRawValue(JsonSerializer.Serialize(value));
    }
}
