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

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void No_more_threads_work_at_once_than_are_allowed(int threads)
    {
        var (now, most) = (0, 0);
        var gate = new Lock();
        Workers.Run(60, threads, () => 0, (_, _) =>
        {
            lock (gate) most = Math.Max(most, ++now);
            Thread.Sleep(1);
            lock (gate) now--;
        }, TestContext.Current.CancellationToken);
        Assert.InRange(most, 1, threads);
    }
}
