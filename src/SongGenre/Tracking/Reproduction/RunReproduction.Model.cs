using SongGenre.Tracking.Mlflow;

namespace SongGenre.Tracking.Reproduction;

public sealed partial class RunReproduction
{
    private const string ModelOption = "--model";

    // The one that the run used, whatever its name means now.
    private ModelFolder? FindModel(RecordedRun run, string name, CommandLine command, IRunStore store)
    {
        string? called = null;
        command.Replace(ModelOption, value => called = value);
        if (called is null) return null;
        var used = UsedModel.Of(run.Run);
        var folder = ModelLocation.IsOne(called)
            ? Stored(used, name, called, store)
            : ModelFolder.Open(Place(called, used?.Sha256, name), () => store);
        try
        {
            var now = MlflowModel.Digest(folder.Path);
            if (used?.Sha256 is not { } then || now == then) return folder;
            throw new SongGenreException(
                $"{name}: the model {Plain(called)} is another one now: SHA-256 {Short(now)}…, then {Short(then)}…; "
                + "put back the one that the run used.");
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    private ModelFolder Stored(UsedModel? used, string name, string called, IRunStore store)
    {
        var exact = used switch
        {
            { Id: { } id } => $"models:/{id}",
            { Name: { } model, Version: { } version } => $"models:/{model}/{version}",
            _ => called,
        };
        if (used?.Sha256 is null)
            Say?.Invoke($"model     {Plain(called)} as it is now: the record doesn't say which one it was then");
        try
        {
            return ModelFolder.Fetch(store, ModelLocation.Find(store, exact), exact);
        }
        catch (SongGenreException gone)
        {
            var which = Plain(used?.ToString() ?? called);
            throw new SongGenreException(
                $"{name}: the model that it used, {which}, can't be had again: {gone.Message}", gone);
        }
    }

    // From where the run was started, which nobody knows: the content tells.
    private static string Place(string called, string? sha256, string name)
    {
        string[] places =
        [
            .. ((string[])[Directory.GetCurrentDirectory(), Data.Repository.Root])
                .Select(from => Path.GetFullPath(called, from)).Distinct()
                .Where(place => File.Exists(Path.Combine(place, GenreModel.ModelFile))),
        ];
        return places.FirstOrDefault(place => sha256 is null || MlflowModel.Digest(place) == sha256)
            ?? places.FirstOrDefault()
            ?? throw new SongGenreException(
                $"{name}: the model that it used, the folder {Plain(called)}, is gone; put it back.");
    }

    private static string Copied(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(from)) File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        return to;
    }
}
