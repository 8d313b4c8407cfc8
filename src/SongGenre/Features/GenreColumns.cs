namespace SongGenre.Features;

/// <summary>Columns of log-probabilities, one for each genre.</summary>
internal static class GenreColumns
{
    /// <summary>The least log-probability: trees need no finer difference between what is all but impossible.</summary>
    public const double Least = -20;

    /// <summary>Columns in which no genre is possible yet.</summary>
    public static double[][] Create(int genres, int rows)
    {
        var columns = new double[genres][];
        for (var g = 0; g < genres; g++)
        {
            columns[g] = new double[rows];
            Array.Fill(columns[g], Least);
        }

        return columns;
    }

    /// <summary>Reads the ascending genres that a model was fitted on.</summary>
    public static int[] Known(JsonPart part, int genres)
    {
        var known = Array.ConvertAll(part.Items(), item => item.Integer());
        if (known.Length == 0) throw part.Damaged("it must hold genres");
        for (var i = 0; i < known.Length; i++)
        {
            if (known[i] >= genres || known[i] <= (i == 0 ? -1 : known[i - 1]))
                throw part.Damaged($"the genres must be ascending, from 0 to {genres - 1}");
        }

        return known;
    }
}
