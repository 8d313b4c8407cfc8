using Microsoft.ML;

namespace SongGenre.Tests.Learning;

/// <summary>A made-up song with numbers that tell a little of its genre, and words that tell a little more.</summary>
internal sealed class Song
{
    private static readonly string[] Genres = ["trap", "emo", "dnb"];

    public float Energy { get; set; }

    public float Tempo { get; set; }

    public float Noise { get; set; }

    public string Title { get; set; } = "";

    public string Artist { get; set; } = "";

    public string? Genre { get; set; }

    public static List<Song> Draw(int rows, int seed)
    {
        var random = new Random(seed);
        var songs = new List<Song>();
        for (var i = 0; i < rows; i++)
        {
            var genre = i % Genres.Length;
            var hint = Genres[random.Next(4) == 0 ? random.Next(3) : genre];
            songs.Add(new()
            {
                Energy = random.NextSingle() + (0.4f * genre),
                Tempo = random.Next(80, 120) + (genre == 2 ? 15 : 0),
                Noise = random.NextSingle(),
                Title = $"{hint} the word{random.Next(40)} word{random.Next(40)}",
                Artist = $"artist {i / 5}",
                Genre = Genres[genre],
            });
        }

        return songs;
    }

    public static IDataView View(MLContext context, int rows, int seed) =>
        context.Data.LoadFromEnumerable(Draw(rows, seed));

    /// <summary>
    /// Label and features as ML.NET prepares them: three numbers; or sparse, the title's words, or its text in full.
    /// </summary>
    public static IEstimator<ITransformer> Prepare(MLContext context, string features = "numbers")
    {
        var label = context.Transforms.Conversion.MapValueToKey("Label", nameof(Genre));
        return features switch
        {
            "words" => label.Append(context.Transforms.Text.ProduceWordBags("Features", nameof(Title), 1)),
            "text" => label.Append(context.Transforms.Text.FeaturizeText("Features", nameof(Title))),
            _ => label.Append(context.Transforms.Concatenate("Features", nameof(Energy), nameof(Tempo), nameof(Noise))),
        };
    }
}
