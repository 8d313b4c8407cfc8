using System.Security.Cryptography;
using SongGenre.Tests.Data;
using SongGenre.Tests.Tracking.Mlflow;
using SongGenre.Tests.Tracking.Runs;
using SongGenre.Tracking;
using SongGenre.Tracking.Mlflow;
using SongGenre.Tracking.Reproduction;
using SmallSongs = SongGenre.Tests.Features.SmallSongs;

namespace SongGenre.Tests.Tracking;

/// <summary>
/// Which model an evaluation used, as its run tells it, and what becomes of that when it is asked for again.
/// </summary>
public sealed class UsedModelTests : IDisposable
{
    private const string Alias = "models:/song-genre@champion";
    private const string Unknown = "0123456789abcdef0123456789abcdef01234567";

    // FIPS 180-2, appendix B.1: SHA-256 of abc.
    private const string Abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    private readonly RecordFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_folder_is_told_by_its_path_and_the_digest_of_the_file_that_names_the_others()
    {
        var folder = Folder("abc");
        var used = UsedModel.Of(Evaluated(folder))!;
        Assert.Equal(new(folder) { Sha256 = Abc }, used);
        Assert.Equal($"{folder} (SHA-256 {Abc})", $"{used}");
    }

    [Fact]
    public void A_run_without_a_model_tells_of_none()
    {
        using (var run = _folder.Start()) run.Finish();
        using var store = MlflowStore.Open(_folder.Store);
        Assert.Null(UsedModel.Of(Assert.Single(store.SearchRuns(store.FindExperiment("song-genre")!.Id))));
    }

    [Fact]
    public void A_model_of_the_store_is_told_by_version_id_run_and_digest_wherever_its_alias_points_later()
    {
        var location = Registered();
        var run = Evaluated(Alias);
        using var store = MlflowStore.Open(_folder.Store);
        store.RegisterModel("song-genre", location.Source);
        store.SetAlias("song-genre", "champion", 2);

        var used = UsedModel.Of(store.GetRun(run.Info.Id))!;

        Assert.Equal(
            new(Alias)
            {
                Name = "song-genre",
                Version = "1",
                Id = location.Model!.Id,
                RunId = location.RunId!,
                Sha256 = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(ModelFile(location)))),
            },
            used);
        Assert.Equal($"{Alias} (song-genre version 1, {used.Id}, made by run {used.RunId})", $"{used}");
        Assert.Equal([location.Model.Id], store.GetRun(run.Info.Id).ModelInputs);
    }

    [Fact]
    public void What_it_was_called_is_not_said_twice()
    {
        Assert.Equal("models:/m-1 (made by run 9)", $"{new UsedModel("models:/m-1") { Id = "m-1", RunId = "9" }}");
        Assert.Equal("artifacts/model", $"{new UsedModel("artifacts/model")}");
    }

    [Fact]
    public void The_model_that_a_run_used_is_the_one_that_it_is_done_again_with()
    {
        Registered();
        // Nothing is wrong up to the commit, which no repository has.
        Assert.Contains(
            $"commit {Unknown} is unknown", ErrorOfAgain(Evaluated(Alias)), StringComparison.Ordinal);
        Assert.DoesNotContain(_folder.Said, line => line.Contains("as it is now", StringComparison.Ordinal));
    }

    [Fact]
    public void A_folder_whose_model_was_changed_is_refused_with_both_digests()
    {
        var folder = Folder("abc");
        var run = Evaluated(folder);
        // SHA-256 of nothing, as FIPS 180-4's examples have it.
        File.WriteAllText(Path.Combine(folder, "model.json"), "");
        Assert.Equal(
            $"run NAME: the model {folder} is another one now: SHA-256 e3b0c442…, then ba7816bf…; put back the one "
                + "that the run used.",
            ErrorOfAgain(run));
        File.Delete(Path.Combine(folder, "model.json"));
        Assert.Equal(
            $"run NAME: the model that it used, the folder {folder}, is gone; put it back.", ErrorOfAgain(run));
    }

    [Fact]
    public void A_model_of_the_store_whose_files_were_changed_is_refused()
    {
        var file = ModelFile(Registered());
        var run = Evaluated(Alias);
        File.WriteAllText(file, "abc");
        Assert.Matches(
            $"^run NAME: the model {Alias} is another one now: SHA-256 ba7816bf…, then [0-9a-f]{{8}}…; put back the "
                + "one that the run used.$",
            ErrorOfAgain(run));
        File.Delete(file);
        Assert.Equal(
            $"{file}: can't be read, so which model it is isn't known: Could not find file '{file}'.",
            ErrorOfAgain(run));
        Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
        Assert.Matches(
            @$"^run NAME: the model that it used, {Alias} \(.+\), can't be had again: .+ is gone; train and register "
                + "it again.$",
            ErrorOfAgain(run));
    }

    [Fact]
    public void A_version_that_the_store_has_no_more_is_refused_though_its_alias_is_another_ones()
    {
        Registered();
        // As with a server that knows no models but versions.
        var run = Evaluated(Alias, ("songgenre.model.version", "7"));
        _folder.Sql("DELETE FROM tags WHERE key = 'songgenre.model.id'");
        Assert.Matches(
            @$"^run NAME: the model that it used, {Alias} \(song-genre version 7, made by run [0-9a-f]{{32}}, SHA-256 "
                + @"[0-9a-f]{64}\), can't be had again: .+: has no registered model song-genre with version 7\.$",
            ErrorOfAgain(run));
    }

    [Fact]
    public void A_record_that_does_not_say_which_one_it_was_takes_the_one_of_now_and_says_so()
    {
        Registered();
        var run = Evaluated(Alias);
        _folder.Sql("DELETE FROM tags WHERE key LIKE 'songgenre.model.%'");
        Assert.Contains($"commit {Unknown} is unknown", ErrorOfAgain(run), StringComparison.Ordinal);
        Assert.Equal(
            [$"model     {Alias} as it is now: the record doesn't say which one it was then"],
            _folder.Said.Where(line => line.StartsWith("model", StringComparison.Ordinal)));
    }

    private static string ModelFile(ModelLocation location) =>
        Path.Combine(LocalArtifacts.Folder(location.ArtifactUri)!, location.Folder, "model.json");

    private string Folder(string content)
    {
        var folder = _folder["model"];
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "model.json"), content);
        return folder;
    }

    // Version 1, which the alias points to.
    private ModelLocation Registered()
    {
        using var store = MlflowStore.Open(_folder.Store);
        var maker = store.StartRun(StoreProcess.NewRun(store.FindOrCreateExperiment("song-genre"))).Id;
        MlflowModel.Save(
            GenreModel.Fit(
                SmallSongs.Create(), [0, 1, 2, 3, 4, 5], new() { Forest = new() { Trees = 2, OobScore = false } },
                cancel: Cancel),
            _folder["made"]);
        MlflowModel.Log(store, maker, _folder["made"]);
        var location = ModelLocation.OfRun(store, maker);
        store.RegisterModel("song-genre", location.Source, maker);
        store.SetAlias("song-genre", "champion", 1);
        return location;
    }

    // A run of evaluate, with tags that are set afterwards.
    private Run Evaluated(string model, params (string Tag, string Value)[] tags)
    {
        string id;
        using (var run = TrackedRun.Start("evaluate", options: _folder.Options, say: _folder.Say))
        {
            using (var folder = ModelFolder.Open(model, () => MlflowStore.Open(_folder.Store))) run.UsedModel(folder);
            run.Finish();
            id = run.Id;
        }

        Assert.Empty(_folder.Said);
        using var store = MlflowStore.Open(_folder.Store);
        store.LogBatch(id, tags: new Dictionary<string, string>(
            tags.Select(tag => KeyValuePair.Create(tag.Tag, tag.Value)))
        {
            ["songgenre.command_line"] = $"evaluate --data songs.csv --model={model}",
            ["songgenre.git.dirty"] = "false",
            ["mlflow.source.git.commit"] = Unknown,
        });
        return store.GetRun(id);
    }

    private string ErrorOfAgain(Run run) => OneLine.ErrorOf(
        () => new RunReproduction { Options = _folder.Options, Say = _folder.Say }.Run(run.Info.Id))
        .Replace($"{run.Info.Name} ({run.Info.Id[..8]})", "NAME", StringComparison.Ordinal);
}
