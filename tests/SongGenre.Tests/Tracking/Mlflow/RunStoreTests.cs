using SongGenre.Tests.Data;
using SongGenre.Tests.Tracking.Mlflow.Server;
using SongGenre.Tracking.Mlflow;

namespace SongGenre.Tests.Tracking.Mlflow;

public sealed class RunStoreTests
{
    [Fact]
    public void A_path_is_a_database_with_and_without_its_scheme()
    {
        using var folder = new TemporaryFolder();
        using (var store = RunStore.Open("sqlite:///" + folder["mlflow.db"])) store.FindOrCreateExperiment("songs");
        using var again = RunStore.Open(folder["mlflow.db"]);
        Assert.Equal("1", again.FindExperiment("songs")!.Id);
    }

    [Fact]
    public void A_web_address_is_a_server()
    {
        using var server = new FakeMlflow();
        using var store = RunStore.Open(server.Address.Replace("http", "HTTP", StringComparison.Ordinal));
        Assert.Equal("1", store.FindOrCreateExperiment("songs").Id);
        Assert.Equal(["songs"], server.AllExperiments);
    }

    [Theory]
    [InlineData("databricks")]
    [InlineData("databricks://profile")]
    [InlineData("postgresql://ada:secret@host/mlflow")]
    [InlineData("mysql+pymysql://host/mlflow")]
    [InlineData("sqlite://mlflow.db")]
    [InlineData("file:///songs/mlruns")]
    public void Other_addresses_are_refused_in_one_line_without_their_credentials(string uri)
    {
        var message = OneLine.ErrorOf(() => RunStore.Open(uri));
        Assert.Contains($"'{uri.Split(':')[0]}'", message, StringComparison.Ordinal);
        Assert.Contains("sqlite:///PATH or http://HOST:PORT", message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", message, StringComparison.Ordinal);
    }
}
