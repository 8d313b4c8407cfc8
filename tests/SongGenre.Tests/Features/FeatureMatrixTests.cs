using SongGenre.Features;
using SongGenre.Forest;

namespace SongGenre.Tests.Features;

public class FeatureMatrixTests
{
    [Fact]
    public void Refuses_names_that_are_not_one_for_each_column() => Assert.Throws<ArgumentOutOfRangeException>(
        () => new FeatureMatrix([], new ColumnMatrix(1, [Column.Dense([1])])));
}
