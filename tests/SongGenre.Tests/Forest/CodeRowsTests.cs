using SongGenre.Forest;

namespace SongGenre.Tests.Forest;

public class CodeRowsTests
{
    private const int Rows = 500;

    [Theory]
    [InlineData(8)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(63)]
    [InlineData(64)]
    public void A_column_varies_among_rows_exactly_if_two_of_them_have_other_codes(int dense)
    {
        var columns = Columns(dense, 0);
        var all = CodeRows.Of(columns, Rows, new(), TestContext.Current.CancellationToken)!;
        var random = new Random(6);
        foreach (var count in (int[])[1, 2, 2, 2, 3, 7, 30, 256])
        {
            int[] rows = [.. Enumerable.Range(0, Rows).OrderBy(_ => random.Next()).Take(count).Order()];
            ulong[] entries = [.. rows.Select(row => Entry.Of(row, 0, 1))];
            var varying = CodeRows.Varying(all, entries);
            for (var c = 0; c < columns.Length; c++)
            {
                var codes = columns[c].Codes!;
                Assert.Equal(rows.Any(row => codes[row] != codes[rows[0]]), CodeRows.Varies(all, varying, c));
            }

            Assert.Equal(Enumerable.Range(0, columns.Length).Any(c => CodeRows.Varies(all, varying, c)), varying != 0);
        }
    }

    [Theory]
    [InlineData(17)]
    [InlineData(64)]
    public void No_column_is_passed_over_where_some_are_very_sparse(int dense)
    {
        var all = CodeRows.Of(Columns(dense, 1), Rows, new(), TestContext.Current.CancellationToken)!;
        var varying = CodeRows.Varying(all, [Entry.Of(7, 0, 1)]);
        Assert.All(Enumerable.Range(0, dense + 1), c => Assert.True(CodeRows.Varies(all, varying, c)));
    }

    [Fact]
    public void Every_column_may_vary_in_a_node_of_many_rows_and_where_no_codes_lie_row_by_row()
    {
        var all = CodeRows.Of(Columns(9, 0), Rows, new(), TestContext.Current.CancellationToken)!;
        ulong[] same = [.. Enumerable.Repeat(Entry.Of(4, 0, 1), 257)];
        Assert.Equal(0UL, CodeRows.Varying(all, same.AsSpan(1)));
        Assert.All(Enumerable.Range(0, 9), c => Assert.True(CodeRows.Varies(all, CodeRows.Varying(all, same), c)));
        Assert.True(CodeRows.Varies(null, CodeRows.Varying(null, same), 70));
    }

    // Row by row they take memory, and are of use only for nodes of few rows.
    [Theory]
    [InlineData(64, 64, true)]
    [InlineData(65, 64, false)]
    [InlineData(8, 32, true)]
    [InlineData(8, 33, false)]
    [InlineData(7, 32, false)]
    public void Codes_lie_row_by_row_where_columns_are_few_and_leaves_small(int columns, int leaf, bool are)
    {
        var options = leaf < 64 ? new ForestOptions { MinSamplesLeaf = leaf } : new() { MinSamplesSplit = leaf };
        var all = CodeRows.Of(Columns(columns, 0), Rows, options, TestContext.Current.CancellationToken);
        Assert.Equal(are, all is not null);
    }

    private static BinnedColumn[] Columns(int dense, int sparse)
    {
        var random = new Random(2);
        double Value(int most) => random.Next(3) == 0 ? random.Next(most) : 0;
        var few = Enumerable.Range(0, sparse).Select(c => Column.Sparse(Rows, [3 * c], [1]));
        var all = Enumerable.Range(2, dense).Select(most =>
            Column.Dense([.. Enumerable.Range(0, Rows).Select(_ => Value(most))]));
        return [.. few.Concat(all).Select(Trees.Binned)];
    }
}
