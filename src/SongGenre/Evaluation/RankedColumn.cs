namespace SongGenre.Evaluation;

/// <summary>
/// One class's scores of all rows, sorted once so that the pairs of rows which they order rightly can be counted for
/// any multiplicities of the rows in one pass.
/// </summary>
/// <remarks>
/// A pair of a row of the positive class and one of class <c>b</c> is won when the positive row's score is higher, and
/// half won when the scores are equal: their share is the AUC (Mann and Whitney's U; Hanley and McNeil 1982). Counts
/// are doubled to stay whole, so results are exact whatever the order of summation.
/// </remarks>
internal sealed class RankedColumn
{
    private readonly int[] _rows;
    private readonly int[] _classes;
    private readonly List<Run> _runs = [];

    /// <summary>
    /// Sorts the scores of rows that carry <paramref name="labels"/> for the class <paramref name="positive"/>.
    /// </summary>
    public RankedColumn(ReadOnlySpan<int> labels, int positive, ReadOnlySpan<double> scores)
    {
        var keys = new double[scores.Length];
        _rows = new int[scores.Length];
        for (var i = 0; i < keys.Length; i++)
        {
            keys[i] = -scores[i];
            _rows[i] = i;
        }

        Array.Sort(keys, _rows);
        for (int start = 0, end; start < keys.Length; start = end)
        {
            end = start + 1;
            while (end < keys.Length && keys[end] == keys[start]) end++;
            var positives = MovePositivesAhead(_rows.AsSpan(start, end - start), labels, positive);
            Append(start, start + positives, end);
        }

        _classes = new int[_rows.Length];
        for (var i = 0; i < _rows.Length; i++) _classes[i] = labels[_rows[i]];
    }

    /// <summary>
    /// Adds to <paramref name="doubledWins"/>, per class, twice the won pairs of the positive class against it, each
    /// row counted <paramref name="weights"/> times. The positive class's own entry stays as it was.
    /// </summary>
    public void AddWins(ReadOnlySpan<int> weights, Span<long> doubledWins)
    {
        var above = 0L;
        foreach (var run in _runs)
        {
            var positives = 0L;
            for (var i = run.Start; i < run.Tied; i++) positives += weights[_rows[i]];
            for (var i = run.Tied; i < run.Below; i++)
                doubledWins[_classes[i]] += weights[_rows[i]] * ((2 * above) + positives);
            above += positives;
            for (var i = run.Below; i < run.End; i++) doubledWins[_classes[i]] += weights[_rows[i]] * 2 * above;
        }
    }

    private void Append(int start, int tied, int end)
    {
        if (tied > start) _runs.Add(new(start, tied, end, end));
        else if (_runs.Count > 0) _runs[^1] = _runs[^1] with { End = end };
    }

    private static int MovePositivesAhead(Span<int> rows, ReadOnlySpan<int> labels, int positive)
    {
        var ahead = 0;
        for (var i = 0; i < rows.Length; i++)
        {
            if (labels[rows[i]] != positive) continue;
            (rows[i], rows[ahead]) = (rows[ahead], rows[i]);
            ahead++;
        }

        return ahead;
    }

    /// <summary>
    /// Positive rows of one score, then the others of that score, then others down to the next positive row.
    /// </summary>
    private readonly record struct Run(int Start, int Tied, int Below, int End);
}
