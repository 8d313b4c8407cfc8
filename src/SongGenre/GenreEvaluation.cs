using SongGenre.Data;
using SongGenre.Evaluation;

namespace SongGenre;

/// <summary>Scores a saved model on a table whose genres are known.</summary>
public static class GenreEvaluation
{
    /// <summary>Predicts every row, scores it, and counts the rows that the model was trained on.</summary>
    public static EvaluationResult Run(GenreModel model, CleanSongs songs)
    {
        if (songs.Count == 0) throw new SongGenreException($"{songs.Source.File}: no rows to score");
        var rows = Enumerable.Range(0, songs.Count).ToArray();
        var scores = Scores.Compute(songs.Labels, model.Predict(songs.Table, rows));
        return new(scores, model.TrainedOn(songs));
    }
}
