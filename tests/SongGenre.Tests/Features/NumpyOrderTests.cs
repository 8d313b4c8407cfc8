using CsCheck;
using SongGenre.Features;

namespace SongGenre.Tests.Features;

public class NumpyOrderTests
{
    [Fact]
    public void Leaves_equals_in_the_order_of_NumPys_argsort()
    {
        foreach (var tie in ExpectedValues.Read("tfidf_values.json").GetProperty("ties").EnumerateArray())
        {
            Assert.Equal(tie.Array<int>("order"), NumpyOrder.Descending(tie.Array<long>("values")));
        }
    }

    [Fact]
    public void Sorts_whatever_it_is_given() => Gen.Long[-9, 9].Array[0, 200].Sample(values =>
        NumpyOrder.Descending(values).Select(i => values[i]).SequenceEqual(values.OrderDescending()));

    [Fact]
    public void Sorts_counts_that_defeat_the_pivot_without_quadratic_time()
    {
        // D. R. Musser's median-of-3 killer: 1, k+1, 3, k+3, … 2, 4, 6, …
        const int half = 100_000;
        var values = new long[2 * half];
        for (var i = 0; i < half; i += 2)
        {
            values[i] = -(i + 1);
            values[i + 1] = -(half + i + 1);
        }

        for (var i = 0; i < half; i++) values[half + i] = -2 * (i + 1);
        Assert.Equal(values.OrderDescending(), NumpyOrder.Descending(values).Select(i => values[i]));
    }
}
