using SongGenre.Forest;

namespace SongGenre.Tests.Forest;

public class WorkersTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void What_goes_wrong_is_the_same_on_any_number_of_threads(int threads)
    {
        void Run() => Workers.Run(
            20, threads, () => 0, (_, _) => throw new SongGenreException("no."), TestContext.Current.CancellationToken);
        Assert.Equal("no.", Assert.Throws<SongGenreException>(Run).Message);
    }
}
