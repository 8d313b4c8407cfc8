using System.CommandLine;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using SongGenre.Tracking.Reproduction;

namespace SongGenre.Cli.Commands;

internal static class ReproduceCommand
{
    private static readonly Argument<string> Id = new("run")
    {
        Description = "The run's id, the beginning of it, or its name",
    };

    private static readonly Option<bool> Keep = new("--keep")
    {
        Description = "Leave the work tree and the repeated run, and say where",
    };

    private static readonly Option<bool> Json = CommonOptions.Json();

    public static Command Create()
    {
        var command = new ExampleCommand("reproduce",
            "Do a run again, with its commit, changes, packages, data and parameters, and compare; exit 1 when "
            + "something differs.",
            "songgenre reproduce 5d1f90c2", "songgenre reproduce 5d1f90c2 --keep")
        {
            Id, Keep, Json,
        };
        // On another thread: Ctrl+C is only watched once the action has returned its task.
        command.SetAction((parsed, cancel) => Task.Run(() => Run(parsed, cancel), CancellationToken.None));
        return command;
    }

    private static int Run(ParseResult parsed, CancellationToken cancel)
    {
        var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
        var reproduction = new RunReproduction { Keep = parsed.GetValue(Keep), Say = error.WriteLine };
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        // A terminal that is closed takes the work tree along as Ctrl+C does.
        using var closed = PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal =>
        {
            signal.Cancel = true;
            ended.Cancel();
        });
        var result = reproduction.Run(parsed.GetValue(Id)!, ended.Token);
        if (parsed.GetValue(Json)) output.WriteLine(ToJson(result).ToJsonString());
        else Print(result, output);
        return result.IsSame ? 0 : 1;
    }

    private static void Print(ReproductionResult result, TextWriter output)
    {
        foreach (var (kind, count) in result.Compared)
        {
            var differing = result.Differences.Count(difference => difference.Kind == kind);
            var verdict = differing == 0 ? "the same" : kind == "data" ? "differs" : $"{differing} differ";
            var exactly = kind is "metric" or "file" && differing == 0 && count > 0 ? " to the last bit" : "";
            output.WriteLine(
                kind == "data" ? $"data        {verdict}" : $"{kind + "s",-11} {count}, {verdict}{exactly}");
        }

        output.WriteLine(result.Differences is [var first, ..]
            ? $"differs: {first.Kind} {first.Name} was {first.Then ?? "not there"} "
                + $"and is {first.Now ?? "not there"} now"
            : result.HasResults ? "reproduced: nothing differs"
                : "nothing on record to compare: the run left neither metrics nor files that come out the same");
    }

    private static JsonObject ToJson(ReproductionResult result) => new()
    {
        ["same"] = result.IsSame,
        ["compared"] = new JsonObject(result.Compared.Select(c =>
            KeyValuePair.Create(c.Key, (JsonNode?)JsonValue.Create(c.Value)))),
        ["differences"] = new JsonArray([.. result.Differences.Select(difference => new JsonObject
        {
            ["kind"] = difference.Kind,
            ["name"] = difference.Name,
            ["then"] = difference.Then,
            ["now"] = difference.Now,
        })]),
        ["kept"] = result.Kept,
    };
}
