namespace SongGenre;

/// <summary>Finds what was meant by a mistyped name.</summary>
internal static class Nearest
{
    private const int LongestName = 100;

    /// <summary>
    /// The known name with the fewest edits (a letter put in, left out or replaced, two neighbours exchanged; upper and
    /// lower case are equal) from the given one, the first of equals; null where the best needs more than a third of
    /// the given name's length, or than 2 for a short name: it would only mislead.
    /// </summary>
    public static string? Name(string given, IEnumerable<string> known)
    {
        if (given.Length > LongestName) return null;
        string? nearest = null;
        var least = Math.Max(2, given.Length / 3) + 1;
        foreach (var name in known)
        {
            var edits = Edits(given.ToLowerInvariant(), name.ToLowerInvariant());
            // Replacing a whole short name is no likeness.
            if (edits >= least || edits >= Math.Max(given.Length, name.Length)) continue;
            least = edits;
            nearest = name;
        }

        return nearest;
    }

    /// <summary>An end of a message, with a blank before it: the nearest known name, or all of them.</summary>
    public static string Hint(string given, IReadOnlyCollection<string> known) => Name(given, known) is { } nearest
        ? $" Did you mean {nearest}?"
        : $" Known are {string.Join(", ", known)}.";

    // The optimal string alignment distance (L. Boytsov, "Indexing methods for approximate dictionary searching",
    // 2011).
    private static int Edits(string a, string b)
    {
        var beforeLast = new int[b.Length + 1];
        var last = new int[b.Length + 1];
        var row = new int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++) row[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            (beforeLast, last, row) = (last, row, beforeLast);
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var replaced = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                row[j] = Math.Min(replaced, 1 + Math.Min(last[j], row[j - 1]));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    row[j] = Math.Min(row[j], beforeLast[j - 2] + 1);
            }
        }

        return row[b.Length];
    }
}
