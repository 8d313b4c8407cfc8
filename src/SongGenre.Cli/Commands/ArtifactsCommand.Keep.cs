using System.CommandLine;
using System.Text.Json.Nodes;
using SongGenre.Tracking.Artifacts;

namespace SongGenre.Cli.Commands;

internal static partial class ArtifactsCommand
{
    private static ExampleCommand Alias()
    {
        var reference = Reference("The version: NAME:v3; or NAME alone for its latest, and with --remove");
        var alias = new Argument<string>("alias") { Description = "The alias, such as best" };
        var remove = new Option<bool>("--remove") { Description = "Remove the alias; its version stays" };
        var command = new ExampleCommand(
            "alias", "Let an alias point to a version; 'latest' moves by itself to what was added last.",
            "songgenre artifacts alias model:v3 best", "songgenre artifacts alias model best --remove")
        {
            reference, alias, remove,
        };
        command.SetAction(parsed =>
        {
            var (store, error) = (Open(parsed), parsed.InvocationConfiguration.Error);
            var (name, given) = (parsed.GetValue(reference)!, parsed.GetValue(alias)!);
            if (!parsed.GetValue(remove))
            {
                error.WriteLine($"{name.Split(':')[0]}:{given} is {store.SetAlias(name, given).Reference} now");
                return;
            }

            if (name.Contains(':', StringComparison.Ordinal))
                throw new UsageException($"{remove.Name}: give the name alone, {name.Split(':')[0]}");
            error.WriteLine($"removed alias {given} of {store.RemoveAlias(name, given).Reference}");
        });
        return command;
    }

    private static ExampleCommand Verify()
    {
        var command = new ExampleCommand(
            "verify", "Read every byte of the store; exit 1 when something is missing or damaged.",
            "songgenre artifacts verify")
        {
            Json,
        };
        command.SetAction(parsed =>
        {
            var output = parsed.InvocationConfiguration.Output;
            var check = Open(parsed).Verify();
            if (parsed.GetValue(Json)) output.WriteLine(ToJson(check).ToJsonString());
            else Print(check, output);
            return check.IsWhole ? 0 : 1;
        });
        return command;
    }

    private static void Print(StoreCheck check, TextWriter output)
    {
        foreach (var fault in check.Faults) output.WriteLine($"{fault.Kind}  {fault.File}: {fault.Detail}");
        foreach (var file in check.Unreferenced) output.WriteLine($"unreferenced  {file}: 'artifacts gc' removes it");
        output.WriteLine($"{Count(check.Versions, "version")}, {Count(check.Objects, "object")}, "
            + $"{ArtifactOutput.Size(check.Bytes)}: "
            + (check.IsWhole ? "whole" : $"{check.Faults.Count} missing or damaged"));
    }

    private static JsonObject ToJson(StoreCheck check) => new()
    {
        ["whole"] = check.IsWhole,
        ["versions"] = check.Versions,
        ["objects"] = check.Objects,
        ["bytes"] = check.Bytes,
        ["faults"] = ArtifactOutput.Array(check.Faults, fault => new JsonObject
        {
            ["kind"] = fault.Kind,
            ["file"] = fault.File,
            ["detail"] = fault.Detail,
        }),
        ["unreferenced"] = ArtifactOutput.Array(check.Unreferenced, file => JsonValue.Create(file)),
    };

    private static ExampleCommand Collect()
    {
        var command = new ExampleCommand(
            "gc", "Free the space of deleted versions and of what processes left when they died.",
            "songgenre artifacts gc")
        {
            Json,
        };
        command.SetAction(parsed =>
        {
            var removed = Open(parsed).Collect();
            var output = parsed.InvocationConfiguration.Output;
            output.WriteLine(parsed.GetValue(Json)
                ? new JsonObject
                {
                    ["objects"] = removed.Objects,
                    ["unfinished"] = removed.Unfinished,
                    ["bytes"] = removed.Bytes,
                }.ToJsonString()
                : $"removed {Count(removed.Objects, "object")} and {Count(removed.Unfinished, "unfinished file")}: "
                    + ArtifactOutput.Size(removed.Bytes));
        });
        return command;
    }

    private static ExampleCommand Delete()
    {
        var reference = Reference("The version by its number: NAME:v3");
        var force = new Option<bool>("--force") { Description = "Also where an alias or a run points to the version" };
        var command = new ExampleCommand(
            "delete", "Delete one version; lineage still tells of it, and 'gc' frees its space.",
            "songgenre artifacts delete model:v3")
        {
            reference, force,
        };
        command.SetAction(parsed =>
        {
            var deleted = Open(parsed).Delete(parsed.GetValue(reference)!, parsed.GetValue(force));
            parsed.InvocationConfiguration.Error.WriteLine(
                $"deleted {deleted.Reference}; 'artifacts gc' frees what no other version shares of its "
                + ArtifactOutput.Size(deleted.Size));
        });
        return command;
    }
}
