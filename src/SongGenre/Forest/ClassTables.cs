using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SongGenre.Forest;

/// <summary>What depends on the classes' weights alone, computed once for a forest.</summary>
internal sealed class ClassTables
{
    /// <summary>Classes that one vector has room for.</summary>
    public const int Lanes = 16;

    // A sum of so many least weights still tells one of them, by far, from what rounding leaves.
    private const double MostWeight = 1e10;

    // Above what a step of a sum loses, as a share of the sum.
    private const double RoundingError = 1e-13;

    private readonly double[] _countLogs;
    private readonly double _leastWeight;
    private readonly Vector512<double> _weightsLow;
    private readonly Vector512<double> _weightsHigh;

    /// <param name="weights">The weight of a row of each class.</param>
    /// <param name="draws">
    /// Rows of a tree, repeated ones counted as often as they were drawn: up to that many what is needed often is looked up.
    /// </param>
    /// <param name="criterion">Whose tables are needed.</param>
    public ClassTables(double[] weights, int draws, Criterion criterion)
    {
        Weights = weights;
        Squared = Array.ConvertAll(weights, w => w * w);
        WeightLog = Array.ConvertAll(weights, w => w * Math.Log2(w));
        _countLogs = criterion == Criterion.Entropy ? new double[draws + 1] : [];
        for (var n = 2; n < _countLogs.Length; n++) _countLogs[n] = n * Math.Log2(n);
        IsLopsided = weights.Max() * Math.Max(draws, 1) > MostWeight * weights.Where(w => w > 0).DefaultIfEmpty(1).Min();
        _leastWeight = weights.Min();
        FitsVector = weights.Length <= Lanes;
        if (!FitsVector) return;
        var padded = new double[Lanes];
        weights.CopyTo(padded, 0);
        _weightsLow = Vector512.Create(padded, 0);
        _weightsHigh = Vector512.Create(padded, Lanes / 2);
    }

    /// <summary>The weight of a row of each class.</summary>
    public double[] Weights { get; }

    /// <summary>The squares of <see cref="Weights"/>.</summary>
    public double[] Squared { get; }

    /// <summary>w log₂ w of <see cref="Weights"/>.</summary>
    public double[] WeightLog { get; }

    /// <summary>Whether rows differ so much in weight that sums by subtraction lose the lightest.</summary>
    public bool IsLopsided { get; }

    /// <summary>
    /// More than a node's sums lose in each step where rows move from one side to the other, in terms of a score; the
    /// lighter the lightest row, the more that is. Infinite if rows may weigh nothing.
    /// </summary>
    public double RoundingErrors(double weight) => RoundingError * weight * (weight / _leastWeight);

    /// <summary>n log₂ n.</summary>
    public double CountLog(int n) => n < _countLogs.Length ? _countLogs[n] : n < 2 ? 0 : n * Math.Log2(n);

    /// <summary>Whether all classes' counts fit one vector.</summary>
    public bool FitsVector { get; }

    /// <summary>A node's totals from how often rows of each class were drawn; at least <see cref="Lanes"/> counts.</summary>
    public NodeTotals Totals<TImpurity>(ReadOnlySpan<int> counts, int rows)
        where TImpurity : struct, IImpurity
    {
        if (typeof(TImpurity) == typeof(GiniImpurity) && FitsVector)
        {
            var (squares, whole) = Sums(Vector512.Create(counts));
            return new(rows, whole, squares);
        }

        double weight = 0, sum = 0;
        for (var c = 0; c < Weights.Length; c++)
        {
            if (counts[c] == 0) continue;
            weight += Weights[c] * counts[c];
            sum += TImpurity.Growth(this, c, 0, counts[c]);
        }

        return new(rows, weight, sum);
    }

    /// <summary>Whether both sides score above the best, by sums of their own instead of one by subtraction.</summary>
    public bool Improves<TImpurity>(ReadOnlySpan<int> left, ReadOnlySpan<int> right, double best, out double score)
        where TImpurity : struct, IImpurity
    {
        var (lefts, rights) = (Totals<TImpurity>(left, rows: 0), Totals<TImpurity>(right, rows: 0));
        score = best;
        return TImpurity.Improves(lefts.Sum, lefts.Weight, rights.Sum, rights.Weight, ref score);
    }

    /// <summary>
    /// The sum of squared weights and the weight of counts, summed in an order that doesn't depend on how wide the
    /// machine's registers are.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public (double Squares, double Weight) Sums(Vector512<int> counts)
    {
        var (low, high) = Vector512.Widen(counts);
        var first = Vector512.ConvertToDouble(low) * _weightsLow;
        var second = Vector512.ConvertToDouble(high) * _weightsHigh;
        return (Sum((first * first) + (second * second)), Sum(first + second));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Sum(Vector512<double> terms)
    {
        var four = terms.GetLower() + terms.GetUpper();
        var two = four.GetLower() + four.GetUpper();
        return two[0] + two[1];
    }
}
