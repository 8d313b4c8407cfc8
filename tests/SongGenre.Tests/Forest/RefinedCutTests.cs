using CsCheck;
using SongGenre.Forest;

namespace SongGenre.Tests.Forest;

/// <summary>
/// Columns of more values than a histogram has bins: the best border between bins is found first, and then, among all
/// cuts within the two bins beside it, the best.
/// </summary>
public class RefinedCutTests
{
    // Nodes of fewer rows are searched without a histogram, as are columns that occupy fewer of its bins.
    private const int LeastRows = 128;
    private const int LeastBins = 16;

    // Weights are whole numbers of the least that is allowed.
    private const long Unit = 1_000_000;

    private static readonly Gen<(int Rows, int Columns, int Leaf, bool IsBootstrap, int Seed)> Cases =
        Gen.Select(Gen.Int[700, 1300], Gen.Int[1, 4], Gen.OneOf(Gen.Const(1), Gen.Int[2, 30]), Gen.Bool, Gen.Int);

    [Fact]
    public void A_cut_is_the_best_of_all_within_both_bins_beside_the_best_border_of_any_column()
    {
        var (refined, besideCommon) = (0, 0);
        Gen.Select(Cases, Gen.Int[2, 16], Gen.Bool).Sample(
            (size, classes, isWeighted) =>
            {
                var random = new Random(size.Seed);
                var labels = Values(size.Rows, _ => random.Next(classes));
                var weights = Values(classes, _ => isWeighted ? random.NextInt64(1, 9) : Unit);
                Column[] columns = [.. Enumerable.Range(0, size.Columns).Select(_ => new Column(random, labels))];
                foreach (var (number, threshold, gains) in Fit(size, columns, labels, weights))
                {
                    var rounding = 1e-10 * gains.Weight;
                    var places = columns.SelectMany(column => Places(column, gains)).ToArray();
                    var most = places.Max(place => place.Gain);
                    places = Array.FindAll(places, place => place.Gain > most - rounding);
                    var column = columns[number];
                    var gain = gains.At(column.Values, threshold)!.Value;
                    Assert.Contains(places, place =>
                        place.Column == column && Math.Abs(gain - Refined(place, gains)) < rounding);
                    Assert.Equal(MiddleOfGap(column.Values, threshold, gains.Rows), threshold);
                    if (gain > most + rounding) refined++;
                    if (places is [{ Bins: [var left, var right] }]
                        && column.IsOneValue(left) != column.IsOneValue(right)) besideCommon++;
                }
            },
            iter: 200,
            threads: 1);
        Assert.InRange(refined, 50, int.MaxValue);
        Assert.InRange(besideCommon, 1, int.MaxValue);
    }

    [Fact]
    public void Where_rows_differ_by_far_in_weight_a_cut_is_never_worse_than_the_best_border()
    {
        var nodes = 0;
        Gen.Select(Cases, Gen.Int[2, 6]).Sample(
            (size, classes) =>
            {
                var random = new Random(size.Seed);
                var labels = Values(size.Rows, _ => random.Next(classes));
                // Sums of weights still tell light rows from none. Sums of squares don't: what is left of one after the
                // heavy rows were subtracted is what rounding left.
                var weights = Values(classes, c =>
                    c == 0 ? random.NextInt64(Unit * Unit / 2, Unit * Unit) : random.NextInt64(1, 4));
                Column[] columns = [.. Enumerable.Range(0, size.Columns).Select(_ => new Column(random, labels))];
                foreach (var (number, threshold, gains) in Fit(size, columns, labels, weights))
                {
                    if (columns.Any(column => column.BinsOf(gains.Rows).Length < LeastBins)) continue;
                    var places = columns.SelectMany(column => Places(column, gains)).ToArray();
                    var gain = gains.At(columns[number].Values, threshold)!.Value;
                    Assert.InRange(gain, places.Max(place => place.Gain) - (1e-14 * gains.Weight), double.MaxValue);
                    nodes++;
                }
            },
            iter: 100,
            threads: 1);
        Assert.InRange(nodes, 50, int.MaxValue);
    }

    /// <summary>The inner nodes of one tree with rows enough for a histogram.</summary>
    private static IEnumerable<(int Column, double Threshold, ExactGains Gains)> Fit(
        (int Rows, int Columns, int Leaf, bool IsBootstrap, int Seed) size,
        Column[] columns,
        int[] labels,
        long[] weights)
    {
        var x = Trees.Dense([.. columns.Select(column => column.Values)]);
        var tree = Trees.Fit(x, labels, weights.Length, new()
        {
            Trees = 1,
            Bootstrap = size.IsBootstrap,
            MaxFeatures = MaxFeatures.All,
            MaxDepth = 3,
            MinSamplesLeaf = size.Leaf,
            ClassWeight = ClassWeight.PerClass(weights.Select((w, c) => KeyValuePair.Create($"{c}", w / (double)Unit))),
            RandomState = size.Seed,
            OobScore = false,
        }).DecisionTrees[0];
        var draws = Values(size.Rows, _ => size.IsBootstrap ? 0 : 1);
        var random = SplitMix64.Stream(size.Seed, 0);
        for (var i = 0; i < size.Rows && size.IsBootstrap; i++) draws[random.Next(size.Rows)]++;

        Stack<(int Node, int[] Rows)> open = [];
        open.Push((0, [.. Enumerable.Range(0, size.Rows).Where(row => draws[row] > 0)]));
        while (open.TryPop(out var next))
        {
            var (number, left, threshold) = tree.Nodes[next.Node];
            if (number < 0 || next.Rows.Length < LeastRows) continue;
            yield return (number, threshold, new(next.Rows, draws, labels, weights, size.Leaf));
            var values = columns[number].Values;
            open.Push((left, Array.FindAll(next.Rows, row => values[row] <= threshold)));
            open.Push((left + 1, Array.FindAll(next.Rows, row => values[row] > threshold)));
        }
    }

    /// <summary>Borders between bins that may be cut; any place at all where few bins have rows.</summary>
    private static IEnumerable<Place> Places(Column column, ExactGains gains)
    {
        var bins = column.BinsOf(gains.Rows);
        if (bins.Length < LeastBins)
        {
            foreach (var value in gains.Rows.Select(row => column.Values[row]).Distinct())
                if (gains.At(column.Values, value) is { } gain) yield return new(column, [], gain);
            yield break;
        }

        foreach (var (left, right) in bins.Zip(bins.Skip(1)))
        {
            if (gains.At(column.Values, column.Borders[left]) is { } gain)
                yield return new(column, [left, right], gain);
        }
    }

    private static double Refined(Place place, ExactGains gains) => place.Bins is not [var left, var right]
        ? place.Gain
        : gains.Rows.Where(row => place.Column.Bins[row] == left || place.Column.Bins[row] == right)
            .Select(row => place.Column.Values[row]).Distinct().Order().SkipLast(1)
            .Max(value => gains.At(place.Column.Values, value))!.Value;

    /// <summary>Half way between the two training values in the middle of those between the node's own two.</summary>
    private static double MiddleOfGap(double[] values, double threshold, int[] rows)
    {
        double[] all = [.. values.Distinct().Order()];
        var own = Array.ConvertAll(rows, row => values[row]).ToLookup(value => value <= threshold);
        var (left, right) = (Array.BinarySearch(all, own[true].Max()), Array.BinarySearch(all, own[false].Min()));
        var middle = (left + right - 1) / 2;
        return (all[middle] + all[middle + 1]) / 2;
    }

    private static T[] Values<T>(int count, Func<int, T> make) => [.. Enumerable.Range(0, count).Select(make)];

    private sealed record Place(Column Column, int[] Bins, double Gain);

    /// <summary>A column that tells a little of the class, maybe with a value that many rows have in common.</summary>
    private sealed class Column
    {
        private readonly BinnedColumn _binned;

        public Column(Random random, int[] labels)
        {
            var (shift, common) = (random.Next(40_000), random.Next(2) * random.NextDouble() * 0.8);
            var at = random.Next(20_000);
            Values = Array.ConvertAll(labels, label => label % 2 == 0 && random.NextDouble() < common
                ? at
                : random.Next(100_000) + ((double)label % 3 * shift));
            _binned = Trees.Binned(SongGenre.Forest.Column.Dense(Values));
            Assert.True(_binned.IsCoarse);
            Borders = Array.ConvertAll(_binned.CoarseEnds, end => _binned.High[end]);
            Bins = Array.ConvertAll(Values, value => Array.FindIndex(Borders, border => value <= border));
        }

        public double[] Values { get; }

        /// <summary>The greatest value of each bin.</summary>
        public double[] Borders { get; }

        /// <summary>The bin of each row.</summary>
        public int[] Bins { get; }

        public bool IsOneValue(int bin) => _binned.CoarseLow(bin) == _binned.CoarseEnds[bin];

        public int[] BinsOf(int[] rows) => [.. rows.Select(row => Bins[row]).Distinct().Order()];
    }
}
