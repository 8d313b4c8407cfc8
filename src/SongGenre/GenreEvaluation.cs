using SongGenre.Data;
using SongGenre.Evaluation;

namespace SongGenre;

/// <summary>Scores a saved model on a table whose genres are known.</summary>
public static class GenreEvaluation
{
    /// <summary>Predicts every row, scores it, and counts the rows that the model was trained on.</summary>
    /// <param name="model">The model.</param>
    /// <param name="songs">Songs with genres that are the model's, in the same order.</param>
    /// <exception cref="SongGenreException">There are no songs, or the genres aren't the model's.</exception>
    public static EvaluationResult Run(GenreModel model, CleanSongs songs)
    {
        if (songs.Count == 0) throw new SongGenreException($"{songs.Source.File}: no rows to score");
        if (!model.Genres.SequenceEqual(songs.Genres, StringComparer.Ordinal))
        {
            throw new SongGenreException(
                $"{songs.Source.File}: its genres ({string.Join(", ", songs.Genres)}) aren't the model's ({string.Join(", ", model.Genres)}); train a model on these genres.");
        }

        var rows = Enumerable.Range(0, songs.Count).ToArray();
        var features = model.Features.Transform(songs.Table, rows);
        var probabilities = model.Predict(features);
        return new(Scores.Compute(songs.Labels, probabilities), model.TrainedOn(songs))
        {
            Probabilities = probabilities,
            Features = features,
        };
    }
}
