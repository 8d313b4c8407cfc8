namespace SongGenre.Tracking.Mlflow;

/// <summary>What every store says in the same words.</summary>
internal static class StoreErrors
{
    /// <summary>How many runs a message names at most.</summary>
    public const int MostNamed = 10;

    /// <summary>There is no such run.</summary>
    public static SongGenreException NoRun(string store, string id) => new($"{store}: has no run {id}.")
    {
        IsRefusal = true,
    };

    /// <summary>The beginning of an id is that of several.</summary>
    public static SongGenreException ManyRuns(string id, IReadOnlyList<string> known)
    {
        var more = known.Count > MostNamed ? ", …" : "";
        return new(
            $"{id}: more than one run begins so ({string.Join(", ", known.Take(MostNamed))}{more}); give more of the id.");
    }

    /// <summary>There is no such model.</summary>
    public static SongGenreException NoModel(string store, string id) => new($"{store}: has no model {id}.")
    {
        IsRefusal = true,
    };

    /// <summary>There is no such version of a registered model.</summary>
    /// <param name="store">The store.</param>
    /// <param name="name">The registered model.</param>
    /// <param name="which">Such as <c>version 3</c>.</param>
    public static SongGenreException NoVersion(string store, string name, string which) =>
        new($"{store}: has no registered model {name} with {which}.");

    /// <summary>There is no such artifact.</summary>
    public static SongGenreException NoArtifact(string uri, string path) => new($"{uri}: has no artifact '{path}'.");

    /// <summary>Something lies in the bin.</summary>
    public static SongGenreException Deleted(string what) => new($"{what} is deleted; restore it first.")
    {
        IsRefusal = true,
    };

    /// <summary>A parameter has another value already.</summary>
    public static SongGenreException OtherValue(string runId, string key, string? known, string value) => new(
        $"The parameter {key} of the run {runId} is '{known}' and can't become '{value}'; start a new run."
            .ReplaceLineEndings(" "))
    {
        IsRefusal = true,
    };
}
