using System.CommandLine;
using SongGenre.Tracking.Mlflow;
using SongGenre.Tracking.Review;

namespace SongGenre.Cli.Commands;

internal static class RegisterCommand
{
    private static readonly Option<string> Model = new("--model")
    {
        Description = "The run that trained it (its id, the beginning of that, or its name), a folder that "
            + "'train --model-out' wrote, or models:/m-ID",
        HelpName = "MODEL",
        Required = true,
    };

    private static readonly Option<string> Name = new("--name")
    {
        Description = "The name; the model becomes its next version",
        HelpName = "NAME",
        Required = true,
    };

    private static readonly Option<string?> Alias = new("--alias")
    {
        Description = "An alias that points to this version from now on, such as champion",
        HelpName = "ALIAS",
    };

    public static Command Create()
    {
        var command = new ExampleCommand(
            "register",
            "Give a trained model a name and a version in MLflow, and a graph for Python.",
            "songgenre register --model 3f2a91c0 --name song-genre --alias champion",
            "songgenre register --model artifacts/model --name song-genre")
        {
            Model, Name, Alias,
        };
        command.SetAction(parsed =>
        {
            var error = parsed.InvocationConfiguration.Error;
            var (model, alias) = (parsed.GetValue(Model)!, parsed.GetValue(Alias));
            var isFolder = !ModelLocation.IsOne(model) && Directory.Exists(model);
            using var archive = isFolder || ModelLocation.IsOne(model)
                ? null
                : RunArchive.Open(say: line => error.WriteLine("note: " + line));
            // A mistyped folder looks like a name that no run has.
            var run = archive is null ? null : archive.TryFind(model) ?? throw new UsageException(
                $"--model {model} is no folder, and no run's id or name; 'songgenre runs' lists runs");
            // Only what is looked for must be there already.
            using var opened = archive is null ? TrackingStore.Open(error.WriteLine, mustExist: !isFolder) : null;
            var store = opened ?? archive!.Store;
            var location = isFolder ? Log(store, model)
                : run is null ? ModelLocation.Find(store, model)
                : ModelLocation.OfRun(store, run.Info.Id);
            var version = MlflowModel.Register(store, location, parsed.GetValue(Name)!, alias, error.WriteLine);
            var called = alias is null ? "" : $", alias {alias}";
            parsed.InvocationConfiguration.Output.WriteLine(
                FormattableString.Invariant($"registered {version.Name} version {version.Version}{called}: ")
                + location.Source);
        });
        return command;
    }

    private static ModelLocation Log(IRunStore store, string folder) =>
        ModelLocation.Find(store, "models:/" + MlflowModel.LogFolder(store, TrackingStore.Experiment, folder).Id);
}
