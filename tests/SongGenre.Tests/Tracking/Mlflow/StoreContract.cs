using SongGenre.Tests.Data;
using SongGenre.Tracking.Mlflow;

namespace SongGenre.Tests.Tracking.Mlflow;

/// <summary>What every store promises alike.</summary>
internal static class StoreContract
{
    /// <summary>A model becomes versions 1 and 2, and an alias points to the one that was named last.</summary>
    public static void Registers(IRunStore store, LoggedModel model)
    {
        Assert.Equal(1, store.RegisterModel("song-genre", $"models:/{model.Id}").Version);
        var version = store.RegisterModel("song-genre", $"models:/{model.Id}");
        Assert.Equal((2, model.SourceRunId, model.ArtifactUri), (version.Version, version.RunId, version.ArtifactUri));
        store.SetAlias("song-genre", "champion", 1);
        store.SetAlias("song-genre", "champion", 2);
        Assert.Equal(2, store.GetModelVersion("song-genre", "champion").Version);
        Assert.Equal(["champion"], store.GetModelVersion("song-genre", 2).Aliases);
        Assert.Empty(store.GetModelVersion("song-genre", 1).Aliases);
    }

    /// <summary>The beginning of an id that several runs share is refused.</summary>
    /// <param name="store">The store.</param>
    /// <param name="ids">The ids of more than 16 runs, of which two at least begin with the same of 16 digits.</param>
    public static void AsksForMoreOf(IRunStore store, IReadOnlyList<string> ids)
    {
        Assert.InRange(ids.Count, 17, int.MaxValue);
        var digit = ids.GroupBy(id => id[..1]).First(group => group.Count() > 1).Key;
        Assert.Contains("more than one", OneLine.ErrorOf(() => store.GetRun(digit)), StringComparison.Ordinal);
    }
}
