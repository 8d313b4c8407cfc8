using System.CommandLine;
using SongGenre.Tracking.Mlflow;
using SongGenre.Tracking.Review;

namespace SongGenre.Cli.Commands;

internal static partial class RunsCommand
{
    private static ExampleCommand Show()
    {
        var id = new Argument<string>("run") { Description = "The run's id, the beginning of it, or its name" };
        var command = new ExampleCommand("show", "Show all that is known of one run.",
            "songgenre runs show 3fa2", "songgenre runs show 3fa2 --json")
        {
            id, Json,
        };
        command.SetAction(parsed =>
        {
            var output = parsed.InvocationConfiguration.Output;
            using var archive = Open(parsed);
            var details = RunDetails.Read(archive.Store, archive.Find(parsed.GetValue(id)!));
            if (parsed.GetValue(Json)) output.WriteLine(RunPage.ToJson(details).ToJsonString());
            else RunPage.Print(details, output);
        });
        return command;
    }

    private static ExampleCommand Delete()
    {
        var command = new ExampleCommand("delete", "Put runs into the bin, from which 'restore' takes them.",
            "songgenre runs delete 3fa2 77be");
        Move(command, "deleted", isDeleted: true, (store, id) => store.DeleteRun(id));
        return command;
    }

    private static ExampleCommand Restore()
    {
        var command = new ExampleCommand("restore", "Take runs out of the bin.", "songgenre runs restore 3fa2");
        Move(command, "restored", isDeleted: false, (store, id) => store.RestoreRun(id));
        return command;
    }

    // All are found before the first is moved, so that a mistyped one leaves the others where they are.
    private static void Move(ExampleCommand command, string done, bool isDeleted, Action<IRunStore, string> move)
    {
        var ids = new Argument<string[]>("run")
        {
            Description = "The runs' ids, the beginnings of them, or their names",
            Arity = ArgumentArity.OneOrMore,
        };
        command.Add(ids);
        command.SetAction(parsed =>
        {
            using var archive = Open(parsed);
            var runs = parsed.GetValue(ids)!.Select(archive.Find).DistinctBy(run => run.Info.Id).ToList();
            foreach (var run in runs)
            {
                var isThere = run.Info.IsDeleted == isDeleted;
                if (!isThere) move(archive.Store, run.Info.Id);
                var (name, id) = (Plain.Line(run.Info.Name), run.Info.Id);
                parsed.InvocationConfiguration.Error.WriteLine(
                    !isThere ? $"{done} {name} ({id})"
                    : isDeleted ? $"{name} ({id}) is deleted already" : $"{name} ({id}) isn't deleted");
            }
        });
    }
}
