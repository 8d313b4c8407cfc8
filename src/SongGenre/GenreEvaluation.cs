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
        return new(scores, TrainedOn(model, songs));
    }

    // The same file divided by the same options gives the rows that trained the model.
    private static int TrainedOn(GenreModel model, CleanSongs songs) =>
        model.DataSha256 == songs.Source.Sha256 ? Split.Create(songs, model.Experiment.Split).Train.Length : 0;
}

/// <summary>A model's scores on a table.</summary>
/// <param name="Scores">The scores.</param>
/// <param name="ContaminatedRows">How many of the scored rows are known to have trained the model.</param>
public sealed record EvaluationResult(Scores Scores, int ContaminatedRows);
