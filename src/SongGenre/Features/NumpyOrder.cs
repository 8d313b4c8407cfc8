namespace SongGenre.Features;

/// <summary>
/// The order of equals that NumPy's <c>argsort</c> leaves behind. scikit-learn cuts the vocabulary at
/// <c>max_features</c> by it, so which of several equally frequent terms survive depends on the exchanges of that sort:
/// an introsort with the median of three as pivot and insertion sort for 16 positions or fewer (D. R. Musser,
/// "Introspective sorting and selection algorithms", 1997). NumPy 1.25 and later use another sort on processors with
/// AVX-512, whose equals differ.
/// </summary>
internal static class NumpyOrder
{
    private const int SmallPartition = 16;

    /// <summary>Positions of <paramref name="values"/> from the greatest value to the least.</summary>
    public static int[] Descending(ReadOnlySpan<long> values)
    {
        var order = new int[values.Length];
        for (var i = 0; i < order.Length; i++) order[i] = i;
        if (order.Length > 1) Sort(values, order, 2 * int.Log2(order.Length));
        return order;
    }

    private static void Sort(ReadOnlySpan<long> values, Span<int> order, int depth)
    {
        while (order.Length > SmallPartition)
        {
            if (depth-- < 0)
            {
                SortRest(values, order);
                return;
            }

            var pivot = Partition(values, order);
            Sort(values, order[..pivot], depth);
            order = order[(pivot + 1)..];
        }

        for (var i = 1; i < order.Length; i++)
        {
            var moved = order[i];
            var to = i;
            for (; to > 0 && values[moved] > values[order[to - 1]]; to--) order[to] = order[to - 1];
            order[to] = moved;
        }
    }

    private static int Partition(ReadOnlySpan<long> values, Span<int> order)
    {
        var last = order.Length - 1;
        var middle = last / 2;
        SwapIfAscending(values, order, 0, middle);
        SwapIfAscending(values, order, middle, last);
        SwapIfAscending(values, order, 0, middle);
        var pivot = values[order[middle]];
        (order[middle], order[last - 1]) = (order[last - 1], order[middle]);
        var left = 0;
        var right = last - 1;
        while (true)
        {
            while (values[order[++left]] > pivot) { }
            while (pivot > values[order[--right]]) { }
            if (left >= right) break;
            (order[left], order[right]) = (order[right], order[left]);
        }

        (order[left], order[last - 1]) = (order[last - 1], order[left]);
        return left;
    }

    private static void SwapIfAscending(ReadOnlySpan<long> values, Span<int> order, int first, int second)
    {
        if (values[order[second]] > values[order[first]]) (order[first], order[second]) = (order[second], order[first]);
    }

    // NumPy turns to a heap sort here. Only counts made to defeat the pivot's choice get this far; for them any order
    // of equals will do.
    private static void SortRest(ReadOnlySpan<long> values, Span<int> order)
    {
        var copy = order.ToArray();
        var keys = new (long, int)[copy.Length];
        for (var i = 0; i < keys.Length; i++) keys[i] = (-values[copy[i]], copy[i]);
        Array.Sort(keys, copy);
        copy.CopyTo(order);
    }
}
