using SongGenre.Data;
using SongGenre.Tests.Data;
using SongGenre.Tests.Tracking.Journal;
using SongGenre.Tracking;
using SongGenre.Tracking.Journal;
using SongGenre.Tracking.Mlflow;
using SongGenre.Tracking.Wandb;
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
        var model = Log(songs, store, run.Id);

        var location = ModelLocation.OfRun(store, run.Id);
        Assert.Equal(isOld, location.Model is null);
        Assert.DoesNotContain(_server.AllArtifacts.Keys, path => path.EndsWith("model.onnx", StringComparison.Ordinal));
        MlflowModel.Register(store, location, "song-genre", "champion");
        Assert.Contains(_server.AllArtifacts.Keys, path => path.EndsWith("model.onnx", StringComparison.Ordinal));

        int[] rows = [.. Enumerable.Range(0, songs.Count)];
        var expected = model.Predict(songs.Table, rows, TestContext.Current.CancellationToken);
        string[] addresses = ["models:/song-genre@champion", "models:/song-genre/1", $"runs:/{run.Id}/model"];
        foreach (var address in addresses)
        {
            var loaded = ModelFolder.Load(address, () => ServerStore.Open(_server.Address));
            var actual = loaded.Predict(songs.Table, rows, TestContext.Current.CancellationToken);
            Assert.All(rows, row => Assert.Equal(expected.Row(row).ToArray(), actual.Row(row).ToArray()));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_run_that_uses_a_model_of_a_server_names_it_and_its_files_outlive_their_copy(bool isOld)
    {
        _server.IsOld = isOld;
        using var store = ServerStore.Open(_server.Address);
        var maker = store.StartRun(StoreProcess.NewRun(store.FindOrCreateExperiment("songs")));
        Log(SmallSongs.Create(), store, maker.Id);
        var location = ModelLocation.OfRun(store, maker.Id);
        MlflowModel.Register(store, location, "song-genre", "champion");
        var said = new List<string>();
        var wandb = new WandbOptions { Folder = _folder.Path, Entity = "ada", Project = "songs" };
        var started = RunJournalTests.Started("e") with { Store = _server.Address, Wandb = wandb };
        IRunSink[] sinks =
            [new MlflowSink(() => ServerStore.Open(_server.Address), said.Add), new WandbSink(wandb, said.Add)];
        using (var run = new TrackedRun(_folder["runs"], started, sinks, said.Add))
        {
            const string address = "models:/song-genre@champion";
            using (var folder = ModelFolder.Open(address, () => ServerStore.Open(_server.Address)))
                run.UsedModel(folder);
            run.Finish();
        }

        Assert.Empty(said);
        var recorded = store.GetRun(started.Id);
        Assert.Equal(isOld ? [] : [location.Model!.Id], recorded.ModelInputs);
        var used = UsedModel.Of(recorded)!;
        Assert.Equal(
            ("models:/song-genre@champion", "song-genre", "1", maker.Id, location.Model?.Id),
            (used.Called, used.Name, used.Version, used.RunId, used.Id));
        var trees = File.ReadAllBytes(_folder["model/trees.bin"]);
        Assert.Contains(
            Directory.EnumerateFiles(_folder["wandb"], "*", SearchOption.AllDirectories),
            file => trees.AsSpan().SequenceEqual(File.ReadAllBytes(file)));
    }

    [Theory]
    [InlineData(null, false, 0)]
    [InlineData("", true, 0)]
    [InlineData("ada", false, 1)]
    public void A_copy_of_a_used_model_is_kept_only_for_a_tracker_that_takes_it(
        string? entity, bool isSaid, int copies)
    {
        using var store = ServerStore.Open(_server.Address);
        var maker = store.StartRun(StoreProcess.NewRun(store.FindOrCreateExperiment("songs")));
        Log(SmallSongs.Create(), store, maker.Id);
        var said = new List<string>();
        var wandb = entity is null ? null : new WandbOptions { Folder = _folder.Path, Entity = entity };
        var started = RunJournalTests.Started("e") with { Store = _server.Address, Wandb = wandb };
        List<IRunSink> sinks = [new MlflowSink(() => ServerStore.Open(_server.Address), said.Add)];
        if (wandb is not null) sinks.Add(new WandbSink(wandb, said.Add));
        using (var run = new TrackedRun(_folder["runs"], started, sinks, said.Add))
        {
            using var folder = ModelFolder.Open($"runs:/{maker.Id}/model", () => ServerStore.Open(_server.Address));
            run.UsedModel(folder);
            Assert.Equal(
                copies,
                Directory.GetFiles(_folder["runs"], "trees.bin", SearchOption.AllDirectories).Length);
            run.Finish();
        }

        Assert.Equal(isSaid, said.Any(line => line.Contains("WANDB_ENTITY", StringComparison.Ordinal)));
        Assert.Equal(maker.Id, UsedModel.Of(store.GetRun(started.Id))!.RunId);
    }

    private GenreModel Log(CleanSongs songs, IRunStore store, string run)
    {
        var model = GenreModel.Fit(
            songs,
            [0, 1, 2, 3, 4, 5],
            new() { Forest = new() { Trees = 5, OobScore = false } },
            cancel: TestContext.Current.CancellationToken);
        MlflowModel.Save(model, _folder["model"]);
        MlflowModel.Log(store, run, _folder["model"]);
        return model;
    }
}
