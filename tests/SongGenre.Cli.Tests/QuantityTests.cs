namespace SongGenre.Cli.Tests;

public sealed class QuantityTests
{
    [Theory]
    [InlineData("90", 90)]
    [InlineData("0.5", 0.5)]
    [InlineData("1m30s", 90)]
    [InlineData("2h", 7200)]
    [InlineData("1h1m1.5s", 3661.5)]
    public void Durations_are_seconds_or_hours_minutes_and_seconds(string text, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), Quantity.Duration("--timeout", text));

    [Theory]
    [InlineData("512MB", 512L * 1024 * 1024)]
    [InlineData("1.5 GiB", 3L * 512 * 1024 * 1024)]
    [InlineData("200000kb", 200_000L * 1024)]
    public void Memory_has_a_unit_of_powers_of_1024(string text, long bytes) =>
        Assert.Equal(bytes, Quantity.Memory("--memory", text));
}
