using System.Runtime.CompilerServices;

namespace SongGenre.Forest;

/// <summary>
/// A criterion in the form that split search needs. A node's score is high where its impurity times its weight is low;
/// a split's impurity decrease times weight is its children's scores less their parent's. The score comes from the node's
/// weight and a sum over its classes, and that sum can follow rows as they move from one side to the other.
/// </summary>
internal interface IImpurity
{
    /// <summary>By how much the sum over classes grows when <paramref name="added"/> rows join a class.</summary>
    static abstract double Growth(ClassTables tables, int @class, int before, int added);

    /// <summary>The score of a node from its sum over classes and its weight, which is above 0.</summary>
    static abstract double Score(double sum, double weight);

    /// <summary>The most that both sides' scores can sum to: when neither holds a second class.</summary>
    static abstract double Perfect(double weight);

    /// <summary>Whether both sides' scores together are above the best, which they then become.</summary>
    static abstract bool Improves(double leftSum, double leftWeight, double rightSum, double rightWeight, ref double best);
}

/// <summary>Weight × gini = weight − Σ weight² of each class / weight; the sum is Σ weight².</summary>
internal readonly struct GiniImpurity : IImpurity
{
    public static double Growth(ClassTables tables, int @class, int before, int added) =>
        tables.Squared[@class] * ((long)added * (before + before + added));

    public static double Score(double sum, double weight) => sum / weight;

    public static double Perfect(double weight) => weight;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Improves(double leftSum, double leftWeight, double rightSum, double rightWeight, ref double best)
    {
        // On one denominator: a division takes longer than all the rest, and most cuts are refused without one.
        var below = leftWeight * rightWeight;
        var above = (leftSum * rightWeight) + (rightSum * leftWeight);
        if (!(above > best * below)) return false;
        var score = above / below;
        if (!(score > best)) return false;
        best = score;
        return true;
    }
}

/// <summary>Weight × entropy = weight log₂ weight − Σ weight log₂ weight of each class; the sum is that last one.</summary>
internal readonly struct EntropyImpurity : IImpurity
{
    public static double Growth(ClassTables tables, int @class, int before, int added) =>
        (tables.Weights[@class] * (tables.CountLog(before + added) - tables.CountLog(before))) + (tables.WeightLog[@class] * added);

    public static double Score(double sum, double weight) => sum - (weight * Math.Log2(weight));

    public static double Perfect(double weight) => 0;

    public static bool Improves(double leftSum, double leftWeight, double rightSum, double rightWeight, ref double best)
    {
        var score = Score(leftSum, leftWeight) + Score(rightSum, rightWeight);
        if (!(score > best)) return false;
        best = score;
        return true;
    }
}
