namespace SongGenre.Notebooks.Runner;

/// <summary>What a mistyped name probably meant.</summary>
internal static class NearestName
{
    /// <summary>The end of a message about an unknown name: the known one that is like it, or all of them.</summary>
    public static string Hint(string given, IReadOnlyList<string> known)
    {
        if (known.Count == 0) return "there are none";
        var best = known.MinBy(name => Distance(given, name))!;
        return Distance(given, best) <= Math.Max(2, best.Length / 3) && Distance(given, best) < best.Length
            ? $"did you mean '{best}'?"
            : $"known are {string.Join(", ", known)}";
    }

    // Levenshtein's distance, letters' case aside, a row at a time.
    private static int Distance(string from, string to)
    {
        if (Math.Abs(from.Length - to.Length) > to.Length) return from.Length;
        var costs = Enumerable.Range(0, to.Length + 1).ToArray();
        foreach (var (row, letter) in from.Index())
        {
            var diagonal = costs[0];
            costs[0] = row + 1;
            for (var column = 1; column < costs.Length; column++)
            {
                var same = char.ToLowerInvariant(letter) == char.ToLowerInvariant(to[column - 1]);
                var replaced = same ? diagonal : diagonal + 1;
                diagonal = costs[column];
                costs[column] = Math.Min(replaced, Math.Min(diagonal, costs[column - 1]) + 1);
            }
        }

        return costs[^1];
    }
}
