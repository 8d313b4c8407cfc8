using System.Text.Json.Nodes;
using Microsoft.Data.Analysis;
using SongGenre.Data;
using SongGenre.Forest;

namespace SongGenre.Features;

/// <summary>Linear models whose log-probabilities of each genre are features of the forest.</summary>
internal sealed class StackedModels
{
    private readonly FeatureOptions _options;
    private readonly TextGenreModel? _text;
    private readonly AudioGenreModel? _audio;

    private StackedModels(FeatureOptions options, TextGenreModel? text, AudioGenreModel? audio)
    {
        _options = options;
        _text = text;
        _audio = audio;
    }

    /// <summary>Fits on all of the given rows.</summary>
    /// <param name="songs">The songs, with a genre in each of the rows.</param>
    /// <param name="rows">The training rows.</param>
    /// <param name="features">Which models.</param>
    /// <param name="tfidf">How text becomes terms.</param>
    /// <param name="audio">Audio columns of any rows of a table, nothing missing.</param>
    public static StackedModels Fit(
        CleanSongs songs,
        int[] rows,
        FeatureOptions features,
        TfidfOptions tfidf,
        Func<DataFrame, int[], double[][]> audio)
    {
        var labels = songs.LabelsOf(rows);
        var genres = songs.Genres.Count;
        var texts = features.StacksText ? FeaturePipeline.Texts(songs.Table, rows, features) : null;
        return new(
            features,
            texts is null ? null : TextGenreModel.Fit(texts, labels, genres, tfidf, features.LinearC),
            features.AudioGenres
                ? AudioGenreModel.Fit(
                    Even(songs.Table, rows, audio), Keys(songs.Table, rows), labels, genres, features.LinearC)
                : null);
    }

    /// <summary>
    /// Fits on all of the given rows, and makes the columns of these rows themselves: each row's come from models of
    /// the other folds, so that the forest learns how far they can be trusted on rows that they haven't seen.
    /// </summary>
    public static (StackedModels Models, double[][] OutOfFold) FitTransform(
        CleanSongs songs,
        int[] rows,
        FeatureOptions features,
        TfidfOptions tfidf,
        Func<DataFrame, int[], double[][]> audio)
    {
        var folds = RecordingFolds.Create(songs, rows, features.Folds);
        var filled = folds.Distinct().Order().ToArray();
        var parts = new double[features.Folds][][];
        StackedModels? all = null;
        Workers.Run(
            filled.Length + 1,
            null,
            () => 0,
            (_, job) =>
            {
                if (job == 0)
                {
                    all = Fit(songs, rows, features, tfidf, audio);
                    return;
                }

                var fold = filled[job - 1];
                var others = Fit(songs, Of(f => f != fold), features, tfidf, audio);
                parts[fold] = others.LogProbabilities(songs.Table, Of(f => f == fold), audio);
            },
            Interruption.Token);

        var columns = new double[parts[filled[0]].Length][];
        for (var c = 0; c < columns.Length; c++)
        {
            columns[c] = new double[rows.Length];
            var next = new int[parts.Length];
            for (var i = 0; i < rows.Length; i++) columns[c][i] = parts[folds[i]][c][next[folds[i]]++];
        }

        return (all!, columns);

        int[] Of(Func<int, bool> chosen) => [.. rows.Where((_, i) => chosen(folds[i]))];
    }

    /// <summary>Log-probabilities of any rows: of the text a column for each genre, then of the audio.</summary>
    public double[][] LogProbabilities(DataFrame table, int[] rows, Func<DataFrame, int[], double[][]> audio) =>
    [
        .. _text?.LogProbabilities(FeaturePipeline.Texts(table, rows, _options)!) ?? [],
        .. _audio?.LogProbabilities(Even(table, rows, audio), Keys(table, rows)) ?? [],
    ];

    /// <summary>What <see cref="LogProbabilities"/> needs.</summary>
    public JsonObject ToJson()
    {
        var json = new JsonObject();
        if (_text is not null) json["text"] = _text.ToJson();
        if (_audio is not null) json["audio"] = _audio.ToJson();
        return json;
    }

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    public static StackedModels FromJson(JsonPart part, FeatureOptions options, int genres) => new(
        options,
        options.StacksText ? TextGenreModel.FromJson(part["text"], genres) : null,
        options.AudioGenres ? AudioGenreModel.FromJson(part["audio"], genres) : null);

    private static double[][] Even(DataFrame table, int[] rows, Func<DataFrame, int[], double[][]> audio) =>
        AudioFigures.Even(audio(table, rows), FeaturePipeline.Modes(table, rows));

    private static double[] Keys(DataFrame table, int[] rows) => TableColumns.Numbers(table, "key", rows);
}
