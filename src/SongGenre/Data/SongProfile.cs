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

    /// <summary>Reads a profile.</summary>
    /// <param name="file">A file that <see cref="Save"/> wrote.</param>
    /// <exception cref="SongGenreException">The file can't be read or is no profile.</exception>
    public static SongProfile Load(string file)
    {
        ArgumentNullException.ThrowIfNull(file);
        try
        {
            return Parse(File.ReadAllText(file), file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SongGenreException($"{file}: can't be read: {e.Message}", e);
        }
    }

    /// <summary>Writes the profile as JSON; an existing file is replaced whole or not at all.</summary>
    /// <param name="file">Where to; its folder must exist.</param>
    /// <exception cref="SongGenreException">The file can't be written.</exception>
    public void Save(string file)
    {
        ArgumentNullException.ThrowIfNull(file);
        var unfinished = file + ".partial";
        try
        {
            File.WriteAllText(unfinished, ToJson());
            File.Move(unfinished, file, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            File.Delete(unfinished);
            throw new SongGenreException($"{file}: can't be written: {e.Message}", e);
        }
    }

    internal string ToJson() => JsonSerializer.Serialize(this, Json) + "\n";

    internal static SongProfile Parse(string json, string name)
    {
        try
        {
            var profile = JsonSerializer.Deserialize<SongProfile>(json, Json);
            var fault = profile is null ? "it is empty" : profile.Fault();
            return fault is null ? profile! : throw new SongGenreException($"{name}: is no song profile: {fault}; compute it anew");
        }
        catch (JsonException e)
        {
            throw new SongGenreException($"{name}: is no song profile: {e.Message.ReplaceLineEndings(" ")}; compute it anew", e);
        }
    }

    /// <summary>What keeps the figures from describing songs; null when nothing does.</summary>
    private string? Fault()
    {
        if (Rows < 1 || Genres.Count == 0) return "it has no row or no genre";
        if (!Columns.SequenceEqual(NumericColumns)) return "its columns are others";
        if (Levels is not [0, .., 1] || !Ascend(Levels)) return "levels must ascend from 0 to 1";
        foreach (var genre in Genres)
        {
            foreach (var column in Columns)
            {
                if (!genre.Quantiles.TryGetValue(column, out var quantiles) || !Ascend(quantiles)
                    || (quantiles.Length != Levels.Length && (quantiles.Length > 0 || column != "loudness")))
                {
                    return $"the quantiles of {column} in {genre.Name} must ascend, one for each level";
                }
            }

            if (genre.Correlation.Length != Columns.Count * (Columns.Count - 1) / 2 || !genre.Correlation.All(r => Math.Abs(r) <= 1))
                return $"the correlation in {genre.Name} must have one number from -1 to 1 for each pair of columns";
            if (genre.NameWords.Length > Words
                || genre.Playlists.SelectMany(playlist => playlist.Words).Any(word => word < 0 || word >= Words)
                || !Ascend(genre.RareWords) || genre.RareWords is not ([] or [>= 0, ..]) || genre.RareWords.Any(word => word >= Words))
            {
                return $"the words of {genre.Name} must be ranks below {Words}";
            }
        }

        return null;
    }

    private static bool Ascend(double[] numbers) => numbers.Zip(numbers.Skip(1)).All(pair => pair.First <= pair.Second);

    private static SongProfile ReadEmbedded()
    {
        const string Name = "data/profile.json";
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(Name)
            ?? throw new InvalidOperationException($"the library was built without {Name}");
        using var reader = new StreamReader(stream);
        return Parse(reader.ReadToEnd(), Name);
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
