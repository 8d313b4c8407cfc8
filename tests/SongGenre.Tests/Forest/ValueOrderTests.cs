using SongGenre.Forest;

namespace SongGenre.Tests.Forest;

public class ValueOrderTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(5000)]
    public void Values_are_sorted_as_the_framework_does_and_each_knows_its_place(int count)
    {
        var random = new Random(7);
        double[] special = [0.0, -0.0, double.MaxValue, double.MinValue, double.Epsilon, -double.Epsilon, 1, -1];
        var order = new ValueOrder();
        // Working memory of many values serves fewer, too.
        foreach (var size in new[] { count, (count + 1) / 2 })
        {
            var values = new double[size];
            for (var i = 0; i < size; i++)
            {
                values[i] = random.Next(4) == 0
                    ? special[random.Next(special.Length)]
                    : (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-300, 300));
            }

            order.Sort(values, TestContext.Current.CancellationToken);
            double[] expected = [.. values.Order()];
            for (var i = 0; i < size; i++)
            {
                Assert.Equal(expected[i], order[i]);
                Assert.Equal(order[i], values[order.Places[i]]);
            }

            Assert.Equal(Enumerable.Range(0, size), order.Places[..size].ToArray().Order());
        }
    }
}
