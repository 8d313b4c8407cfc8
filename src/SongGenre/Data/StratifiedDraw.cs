namespace SongGenre.Data;

/// <summary>Draws whole groups of rows so that every class gives the same share of its rows.</summary>
internal static class StratifiedDraw
{
    /// <summary>Draws about <paramref name="share"/> of the rows.</summary>
    /// <param name="rows">Ascending row positions to draw from.</param>
    /// <param name="labels">Class of each row of the table.</param>
    /// <param name="groups">Group of each row of the table; a group is drawn whole or not at all.</param>
    /// <param name="share">Share to draw, from 0 to below 1.</param>
    /// <param name="random">Decides which groups.</param>
    /// <returns>The drawn row positions, ascending.</returns>
    public static int[] Take(int[] rows, int[] labels, int[] groups, double share, Random random)
    {
        if (rows.Length == 0 || share == 0) return [];
        var classes = rows.Max(row => labels[row]) + 1;
        var counts = new int[classes];
        foreach (var row in rows) counts[labels[row]]++;
        var wanted = Apportionment.Round([.. counts.Select(count => count * share)]);
        var members = Members(rows, groups);
        Shuffle(members, random);

        // Sizes are sorted by their power of two: large groups first, so that smaller ones can mend what they
        // unbalance, and still another order, so another draw, with each seed.
        var taken = new int[classes];
        var seen = new int[classes];
        var drawn = new List<int>();
        foreach (var group in members.Where(m => m.Count > 1).OrderByDescending(m => int.Log2(m.Count)))
        {
            if (!Improves(group, labels, taken, seen, share)) continue;
            foreach (var row in group) taken[labels[row]]++;
            drawn.AddRange(group);
        }

        foreach (var group in members.Where(m => m.Count == 1))
        {
            var label = labels[group[0]];
            if (taken[label] >= wanted[label]) continue;
            taken[label]++;
            drawn.AddRange(group);
        }

        drawn.Sort();
        return [.. drawn];
    }

    /// <summary>
    /// Counts a group as seen and tells whether taking it leaves the classes nearer to their share of the rows seen so
    /// far, in the sum of squared differences, than leaving it.
    /// </summary>
    private static bool Improves(List<int> group, int[] labels, int[] taken, int[] seen, double share)
    {
        foreach (var row in group) seen[labels[row]]++;
        var gain = 0.0;
        var mine = new Dictionary<int, int>(2);
        foreach (var row in group) mine[labels[row]] = mine.GetValueOrDefault(labels[row]) + 1;
        foreach (var (label, count) in mine.OrderBy(entry => entry.Key))
        {
            var lacking = (share * seen[label]) - taken[label];
            gain += count * ((2 * lacking) - count);
        }

        return gain > 0;
    }

    private static List<int>[] Members(int[] rows, int[] groups)
    {
        var members = new List<List<int>>();
        var place = new Dictionary<int, int>();
        foreach (var row in rows)
        {
            if (!place.TryGetValue(groups[row], out var at))
            {
                place[groups[row]] = at = members.Count;
                members.Add([]);
            }

            members[at].Add(row);
        }

        return [.. members];
    }

    private static void Shuffle(List<int>[] groups, Random random)
    {
        for (var last = groups.Length - 1; last > 0; last--)
        {
            var other = random.Next(last + 1);
            (groups[last], groups[other]) = (groups[other], groups[last]);
        }
    }
}
