using SongGenre.Data;

namespace SongGenre.Features;

public sealed partial class FeaturePipeline
{
    /// <summary>Learns medians, scales, categories and terms from the given rows alone.</summary>
    /// <param name="songs">The songs.</param>
    /// <param name="rows">Row positions in <see cref="CleanSongs.Table"/>: the training rows.</param>
    /// <param name="features">Which columns, and how.</param>
    /// <param name="tfidf">How text becomes terms; not used by the set <c>audio</c>.</param>
    /// <exception cref="SongGenreException">
    /// There are no rows, a numerical column has no value in them, or no term can be found in them.
    /// </exception>
    public static FeaturePipeline Fit(
        CleanSongs songs,
        ReadOnlySpan<int> rows,
        FeatureOptions features,
        TfidfOptions tfidf)
    {
        if (rows.IsEmpty)
        {
            throw new SongGenreException(
                "There are no training rows to learn features from; choose a split that has some.");
        }

        var chosen = rows.ToArray();
        var imputers = new MedianImputer[Numerical.Count];
        var scalers = features.Scale ? new StandardScaler[Numerical.Count] : null;
        for (var i = 0; i < imputers.Length; i++)
        {
            Interruption.Token.ThrowIfCancellationRequested();
            var values = TableColumns.Numbers(songs.Table, Numerical[i], chosen);
            imputers[i] = Named($"Column {Numerical[i]}", () => MedianImputer.Fit(values));
            if (scalers is null) continue;
            imputers[i].Apply(values);
            scalers[i] = StandardScaler.Fit(values);
        }

        var encoders = Categorical.Select(name => OrdinalEncoder.Fit(TableColumns.Numbers(songs.Table, name, chosen)));
        var texts = Texts(songs.Table, chosen, features);
        var text = texts is null
            ? null
            : Named($"Text {TextSource(features)}", () => TfidfVectorizer.Fit(texts, tfidf));
        return new(features, imputers, scalers, [.. encoders], text);
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
