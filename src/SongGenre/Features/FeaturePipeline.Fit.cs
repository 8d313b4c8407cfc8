using SongGenre.Data;

namespace SongGenre.Features;

public sealed partial class FeaturePipeline
{
    /// <summary>
    /// Learns medians, scales, categories, terms and regressions from the given rows alone. To train a forest on these
    /// rows use <see cref="FitTransform"/>: <see cref="Transform"/> gives rows that the regressions have seen.
    /// </summary>
    /// <param name="songs">The songs.</param>
    /// <param name="rows">Row positions in <see cref="CleanSongs.Table"/>: the training rows.</param>
    /// <param name="features">Which columns, and how.</param>
    /// <param name="tfidf">How text becomes terms; not used by the set <c>audio</c>.</param>
    /// <exception cref="SongGenreException">
    /// There are no rows, a numerical column has no value in them, no term can be found in them, or a regression is
    /// asked for and a row has no genre.
    /// </exception>
    public static FeaturePipeline Fit(
        CleanSongs songs,
        ReadOnlySpan<int> rows,
        FeatureOptions features,
        TfidfOptions tfidf)
    {
        var chosen = rows.ToArray();
        var (plain, _) = FitPlain(songs, chosen, features, tfidf);
        if (!features.IsStacked) return plain;
        RequireGenres(songs, chosen);
        return plain.With(StackedModels.Fit(songs, chosen, features, tfidf, plain.Audio), songs.Genres);
    }

    /// <summary>
    /// <see cref="Fit"/>, and the features of the same rows to train a forest on: where columns are log-probabilities
    /// of genres, each row's come from regressions that have not seen its recording
    /// (<see cref="FeatureOptions.Folds"/>). All other columns are those of <see cref="Transform"/>.
    /// </summary>
    /// <param name="songs">The songs.</param>
    /// <param name="rows">Row positions in <see cref="CleanSongs.Table"/>: the training rows.</param>
    /// <param name="features">Which columns, and how.</param>
    /// <param name="tfidf">How text becomes terms; not used by the set <c>audio</c>.</param>
    /// <exception cref="SongGenreException">
    /// As by <see cref="Fit"/>; or there is only one recording, and a regression is asked for.
    /// </exception>
    public static (FeaturePipeline Pipeline, FeatureMatrix Matrix) FitTransform(
        CleanSongs songs,
        ReadOnlySpan<int> rows,
        FeatureOptions features,
        TfidfOptions tfidf)
    {
        var chosen = rows.ToArray();
        var (plain, audio) = FitPlain(songs, chosen, features, tfidf);
        if (!features.IsStacked) return (plain, plain.Matrix(songs.Table, chosen, audio, []));
        RequireGenres(songs, chosen);
        var (models, outOfFold) = StackedModels.FitTransform(songs, chosen, features, tfidf, plain.Audio);
        var pipeline = plain.With(models, songs.Genres);
        return (pipeline, pipeline.Matrix(songs.Table, chosen, audio, outOfFold));
    }

    /// <summary>The pipeline without regressions, and <see cref="Audio"/> of the same rows.</summary>
    private static (FeaturePipeline Pipeline, double[][] Audio) FitPlain(
        CleanSongs songs, int[] chosen, FeatureOptions features, TfidfOptions tfidf)
    {
        if (chosen.Length == 0)
        {
            throw new SongGenreException(
                "There are no training rows to learn features from; choose a split that has some.");
        }

        // Text takes about as long as all numbers: each is learned beside the other.
        var texts = Task.Run(() => features.StacksText ? null : Texts(songs.Table, chosen, features));
        var text = Task.Run(async () => await texts is { } read
            ? Named($"Text {TextSource(features)}", () => TfidfVectorizer.Fit(read, tfidf))
            : null);
        var imputers = new MedianImputer[Numerical.Count];
        var scalers = features.Scale ? new StandardScaler[Numerical.Count] : null;
        var audio = Together(Numerical.Count, i =>
        {
            Interruption.Token.ThrowIfCancellationRequested();
            var values = TableColumns.Numbers(songs.Table, Numerical[i], chosen);
            imputers[i] = Named($"Column {Numerical[i]}", () => MedianImputer.Fit(values));
            imputers[i].Apply(values);
            if (scalers is not null) scalers[i] = StandardScaler.Fit(values);
            return values;
        });

        var encoders = Categorical.Select(name => OrdinalEncoder.Fit(TableColumns.Numbers(songs.Table, name, chosen)));
        return (new(features, imputers, scalers, [.. encoders], text.GetAwaiter().GetResult(), null, []), audio);
    }

    /// <summary>Pieces of work side by side; the first that fails in their order is what all of them fail by.</summary>
    private static T[] Together<T>(int count, Func<int, T> work)
    {
        Task<T>[] tasks = [.. Enumerable.Range(0, count).Select(i => Task.Run(() => work(i)))];
        return Array.ConvertAll(tasks, task => task.GetAwaiter().GetResult());
    }

    private static void RequireGenres(CleanSongs songs, int[] rows)
    {
        foreach (var row in rows)
        {
            if (songs.Labels[row] >= 0) continue;
            throw new SongGenreException(
                $"{songs.Source.File}: training row {row} (of the cleaned table, from 0) has no genre; "
                + "train on rows that have one.");
        }
    }

    private static T Named<T>(string what, Func<T> fit)
    {
        try
        {
            return fit();
        }
        catch (SongGenreException e)
        {
            throw new SongGenreException($"{what}: {e.Message}", e);
        }
    }
}
