using SongGenre.Tests.Data;
using SongGenre.Tracking.Mlflow;
using SmallSongs = SongGenre.Tests.Features.SmallSongs;

namespace SongGenre.Tests.Tracking.Mlflow.Server;

public sealed class ModelsOnServerTests : IDisposable
{
    private readonly FakeMlflow _server = new();
    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        _server.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_model_is_logged_registered_and_fetched_from_a_server_of_either_age(bool isOld)
    {
        _server.IsOld = isOld;
        using var store = ServerStore.Open(_server.Address);
        var run = store.StartRun(StoreProcess.NewRun(store.FindOrCreateExperiment("songs")));
        var songs = SmallSongs.Create();
        var model = GenreModel.Fit(
            songs,
            [0, 1, 2, 3, 4, 5],
            new() { Forest = new() { Trees = 5, OobScore = false } },
            cancel: TestContext.Current.CancellationToken);
        MlflowModel.Save(model, _folder["model"]);
        MlflowModel.Log(store, run.Id, _folder["model"]);

        var location = ModelLocation.OfRun(store, run.Id);
        Assert.Equal(isOld, location.Model is null);
        Assert.DoesNotContain(_server.AllArtifacts.Keys, path => path.EndsWith("model.onnx", StringComparison.Ordinal));
        MlflowModel.Register(store, location, "song-genre", "champion");
        Assert.Contains(_server.AllArtifacts.Keys, path => path.EndsWith("model.onnx", StringComparison.Ordinal));

        int[] rows = [.. Enumerable.Range(0, songs.Count)];
        var expected = model.Predict(songs.Table, rows, TestContext.Current.CancellationToken);
        foreach (var address in (string[])["models:/song-genre@champion", "models:/song-genre/1", $"runs:/{run.Id}/model"])
        {
            var loaded = ModelFolder.Load(address, () => ServerStore.Open(_server.Address));
            var actual = loaded.Predict(songs.Table, rows, TestContext.Current.CancellationToken);
            Assert.All(rows, row => Assert.Equal(expected.Row(row).ToArray(), actual.Row(row).ToArray()));
        }
    }
}
