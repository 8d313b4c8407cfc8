using CsCheck;
using SongGenre.Forest;

namespace SongGenre.Tests.Forest;

public class ColumnDrawTests
{
    [Fact]
    public void Columns_come_as_from_a_shuffled_pack_without_those_that_the_nodes_rows_leave_constant() =>
        Gen.Select(Gen.Int[640, 1300], Gen.Int[1, 90], Gen.Enum<Splitter>(), Gen.Int).Sample(
            (rows, count, splitter, seed) =>
            {
                var random = new Random(seed);
                Column[] columns =
                [
                    .. Enumerable.Range(0, count).Select(_ => NewColumn(random, rows)), Few(random, rows, 3),
                ];
                var options = new ForestOptions { Splitter = splitter };
                var plan = new GrowthPlan(
                    Array.ConvertAll(columns, Trees.Binned),
                    new int[rows],
                    new([1.0], rows, options.Criterion),
                    rows,
                    options,
                    TestContext.Current.CancellationToken);
                var draw = new ColumnDraw(plan);
                for (var node = 0; node < 5; node++)
                {
                    int[] chosen = [.. Enumerable.Range(0, rows).Where(_ => random.Next(40) == 0)];
                    var limit = random.Next(columns.Length + 1);
                    var nodeSeed = (ulong)random.NextInt64();
                    var isNamed = node % 3 < 2;
                    var entries = Array.ConvertAll(chosen, row => Entry.Of(row, 0, 1));
                    if (isNamed) draw.Begin(nodeSeed, plan.Terms!, entries);
                    else draw.Begin(nodeSeed);
                    List<(int, double)> drawn = [];
                    while (draw.Next(limit, out var column)) drawn.Add((column, draw.Share()));
                    draw.End();

                    bool IsOut(int c) => isNamed && (plan.Terms!.Holds(c)
                        ? !(columns[c].Indices ?? []).Intersect(chosen).Any()
                        : plan.Columns[c].Bins == 1);
                    Assert.Equal(
                        Shuffled(nodeSeed, columns.Length, splitter).Take(limit).Where(pair => !IsOut(pair.Column)), drawn);
                }
            },
            iter: 40);

    // R. Durstenfeld, Algorithm 235: Random permutation, Communications of the ACM 7, 1964, from the front.
    private static IEnumerable<(int Column, double Share)> Shuffled(ulong seed, int count, Splitter splitter)
    {
        var random = new SplitMix64(seed);
        int[] pack = [.. Enumerable.Range(0, count)];
        for (var i = 0; i < count; i++)
        {
            var pick = i + random.Next(count - i);
            (pack[i], pack[pick]) = (pack[pick], pack[i]);
            yield return (pack[i], splitter == Splitter.Random ? random.NextDouble() : 0);
        }
    }

    private static Column NewColumn(Random random, int rows) => random.Next(10) switch
    {
        0 => Column.Dense([.. Enumerable.Range(0, rows).Select(_ => random.NextDouble())]),
        1 => Column.Dense(new double[rows]),
        2 => Few(random, rows, rows / 20),
        _ => Few(random, rows, random.Next(10)),
    };

    private static Column Few(Random random, int rows, int count)
    {
        int[] listed = [.. Enumerable.Range(0, count).Select(_ => random.Next(rows)).Distinct().Order()];
        return Column.Sparse(rows, listed, Array.ConvertAll(listed, _ => 1 + random.NextDouble()));
    }
}
