using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace SongGenre.Forest;

/// <content>
/// Gini of a node's few sorted rows, without a branch that goes by their values, which nobody can foresee: first the sums at
/// each place to cut, one after the other, then the scores of all places, four at once.
/// </content>
internal sealed partial class SplitSearch<TImpurity>
{
    private static readonly int PlacesAtOnce = Vector256<double>.Count;

    private readonly RankedRow[] _rankedRows = new RankedRow[RankRows];
    private readonly double[] _twiceLeft;
    private readonly double[] _leftSums = new double[RankRows + PlacesAtOnce];
    private readonly double[] _rightSums = new double[RankRows + PlacesAtOnce];
    private readonly double[] _leftWeights = new double[RankRows + PlacesAtOnce];
    private bool _hasRankedRows;

    /// <summary>Starts over for a node.</summary>
    public void StartNode() => _hasRankedRows = false;

    /// <summary>What is the same in each column that the node is searched in.</summary>
    private void PrepareRows(in NodeRows node)
    {
        // Classes are below the number of counts, and there are no more rows than there is room for.
        ref var row = ref MemoryMarshal.GetArrayDataReference(_rankedRows);
        ref var squared = ref MemoryMarshal.GetArrayDataReference(_tables.Squared);
        ref var weights = ref MemoryMarshal.GetArrayDataReference(_tables.Weights);
        ref var totals = ref MemoryMarshal.GetReference(node.Counts);
        foreach (var entry in node.Entries)
        {
            var @class = Entry.ClassIndex(entry);
            double draws = Entry.Draws(entry);
            row.Draws = draws;
            row.Squared = Unsafe.Add(ref squared, @class);
            row.TwiceTotal = 2.0 * Unsafe.Add(ref totals, @class);
            row.Weight = Unsafe.Add(ref weights, @class) * draws;
            row = ref Unsafe.Add(ref row, 1);
        }

        _hasRankedRows = true;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void CutRanked(int number, in NodeRows node, ref Cut best)
    {
        if (!_hasRankedRows) PrepareRows(node);
        var lastCut = node.Entries.Length - _minRows;
        SumPlaces(node, lastCut);
        var score = best.Score;
        var cut = BestPlace(node.Totals.Weight, lastCut, ref score);
        if (cut > 0) best = new(number, _ranked[cut - 1] >> RankBits, _ranked[cut] >> RankBits, score);
    }

    /// <summary>Both sides' sums, and the left one's weight, after each row that moves from right to left.</summary>
    private void SumPlaces(in NodeRows node, int places)
    {
        Array.Clear(_twiceLeft);
        // Places are below the number of rows, and classes below that of the counts.
        ref var entries = ref MemoryMarshal.GetReference(node.Entries);
        ref var rows = ref MemoryMarshal.GetArrayDataReference(_rankedRows);
        ref var twiceLeft = ref MemoryMarshal.GetArrayDataReference(_twiceLeft);
        ref var sorted = ref MemoryMarshal.GetArrayDataReference(_ranked);
        ref var leftSums = ref MemoryMarshal.GetArrayDataReference(_leftSums);
        ref var rightSums = ref MemoryMarshal.GetArrayDataReference(_rightSums);
        ref var leftWeights = ref MemoryMarshal.GetArrayDataReference(_leftWeights);
        var (leftSum, rightSum, leftWeight) = (0.0, node.Totals.Sum, 0.0);
        for (nint i = 0; i < places; i++)
        {
            var place = (nuint)(uint)Unsafe.Add(ref sorted, i) & (RankRows - 1);
            ref var row = ref Unsafe.Add(ref rows, place);
            // (n + d)² is above n² by d (2 n + d): whole numbers, of which doubles lose none.
            ref var twice = ref Unsafe.Add(ref twiceLeft, Entry.ClassIndex(Unsafe.Add(ref entries, place)));
            var between = twice + row.Draws;
            twice = between + row.Draws;
            leftSum += row.Squared * (row.Draws * between);
            rightSum -= row.Squared * (row.Draws * (row.TwiceTotal - between));
            leftWeight += row.Weight;
            Unsafe.Add(ref leftSums, i) = leftSum;
            Unsafe.Add(ref rightSums, i) = rightSum;
            Unsafe.Add(ref leftWeights, i) = leftWeight;
        }
    }

    /// <summary>How many rows are left of the best place of those that surpass the score; 0 if none does.</summary>
    private int BestPlace(double weight, int places, ref double best)
    {
        ref var sorted = ref MemoryMarshal.GetArrayDataReference(_ranked);
        ref var leftSums = ref MemoryMarshal.GetArrayDataReference(_leftSums);
        ref var rightSums = ref MemoryMarshal.GetArrayDataReference(_rightSums);
        ref var leftWeights = ref MemoryMarshal.GetArrayDataReference(_leftWeights);
        // Nothing divided by nothing: beyond the last place none surpasses anything.
        Vector256<double>.Zero.StoreUnsafe(ref leftSums, (nuint)places);
        Vector256<double>.Zero.StoreUnsafe(ref leftWeights, (nuint)places);
        var top = Vector256.Create(best);
        var (cuts, next) = (Vector256<long>.Zero, Vector256<long>.Indices + Vector256.Create((long)_minRows));
        for (nint i = _minRows - 1; i < places; i += PlacesAtOnce)
        {
            var left = Vector256.LoadUnsafe(ref leftWeights, (nuint)i);
            var right = Vector256.Create(weight) - left;
            var above = (Vector256.LoadUnsafe(ref leftSums, (nuint)i) * right)
                + (Vector256.LoadUnsafe(ref rightSums, (nuint)i) * left);
            var score = above / (left * right);
            var (low, high) = Vector128.Widen(
                Vector128.LoadUnsafe(ref sorted, (nuint)i) ^ Vector128.LoadUnsafe(ref sorted, (nuint)i + 1));
            var isBetween = Vector256.GreaterThan(Vector256.Create(low, high), Vector256.Create(RankRows - 1L));
            var isBetter = Vector256.GreaterThan(score, top).AsInt64() & isBetween;
            top = Vector256.ConditionalSelect(isBetter.AsDouble(), score, top);
            cuts = Vector256.ConditionalSelect(isBetter, next, cuts);
            next += Vector256.Create((long)PlacesAtOnce);
        }

        // No score is no number here: what isn't above the best was never taken.
        var pair = Vector128.MaxNative(top.GetLower(), top.GetUpper());
        var most = pair[0] > pair[1] ? pair[0] : pair[1];
        if (!(most > best)) return 0;
        best = most;
        // The first of several that are equally good.
        var isMost = Vector256.Equals(top, Vector256.Create(most)).AsUInt64();
        var firsts = Vector256.ConditionalSelect(isMost, cuts.AsUInt64(), Vector256<ulong>.AllBitsSet);
        var two = Vector128.Min(firsts.GetLower(), firsts.GetUpper());
        return (int)Math.Min(two[0], two[1]);
    }

    /// <summary>
    /// How often a row was drawn, the square of its class's weight, twice the node's draws of its class, and its weight.
    /// </summary>
    private struct RankedRow
    {
        public double Draws;
        public double Squared;
        public double TwiceTotal;
        public double Weight;
    }
}
