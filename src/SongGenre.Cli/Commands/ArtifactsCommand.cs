using System.CommandLine;
using System.Text.Json.Nodes;
using SongGenre.Tracking.Artifacts;

namespace SongGenre.Cli.Commands;

/// <summary>The versioned data, models and results of runs.</summary>
internal static partial class ArtifactsCommand
{
    private static readonly Option<string?> Store = new("--store")
    {
        Description = "The store's folder. Default: .songgenre/artifacts/ beside the store of runs",
        HelpName = "DIR",
        Recursive = true,
    };

    private static readonly Option<bool> Json = CommonOptions.Json();

    public static Command Create()
    {
        var command = new ExampleCommand(
            "artifacts", "List, trace, get and verify versions of data, models and results.",
            "songgenre artifacts list", "songgenre artifacts show clean", "songgenre artifacts lineage model:best",
            "songgenre artifacts get clean:v3 --out artifacts/clean", "songgenre artifacts verify")
        {
            Store, List(), Show(), Lineage(), Get(), Alias(), Verify(), Collect(), Delete(),
        };
        command.SetAction(parsed => PrintList(parsed));
        return command;
    }

    private static ExampleCommand List()
    {
        var command = new ExampleCommand("list", "List every name with its latest version; the default.",
            "songgenre artifacts list", "songgenre artifacts list --json")
        {
            Json,
        };
        command.SetAction(PrintList);
        return command;
    }

    private static void PrintList(ParseResult parsed)
    {
        var (store, output) = (Open(parsed), parsed.InvocationConfiguration.Output);
        var names = store.Names().Select(store.Versions).ToList();
        if (parsed.GetValue(Json))
        {
            output.WriteLine(new JsonObject
            {
                ["artifacts"] = ArtifactOutput.Array(names.SelectMany(versions => versions), ArtifactOutput.ToJson),
            }.ToJsonString());
        }
        else if (names.Count == 0)
        {
            output.WriteLine($"{store.Folder} holds no artifacts");
        }
        else
        {
            ArtifactOutput.PrintNames(names, output);
        }
    }

    private static ExampleCommand Show()
    {
        var reference = Reference("The name, for all its versions; or one version: NAME:v3, NAME:best");
        var command = new ExampleCommand("show", "Show the versions of a name, or all that is known of one version.",
            "songgenre artifacts show clean", "songgenre artifacts show clean:v3")
        {
            reference, Json,
        };
        command.SetAction(parsed =>
        {
            var (store, output) = (Open(parsed), parsed.InvocationConfiguration.Output);
            var text = parsed.GetValue(reference)!;
            var isOne = text.Contains(':', StringComparison.Ordinal);
            var versions = isOne ? [store.Find(text)] : store.Versions(text);
            if (parsed.GetValue(Json))
            {
                var json = isOne ? ArtifactOutput.ToJson(versions[0])
                    : new JsonObject { ["versions"] = ArtifactOutput.Array(versions, ArtifactOutput.ToJson) };
                output.WriteLine(json.ToJsonString());
            }
            else if (isOne)
            {
                ArtifactOutput.Print(versions[0], output);
            }
            else
            {
                ArtifactOutput.PrintVersions(versions, output);
            }
        });
        return command;
    }

    private static ExampleCommand Lineage()
    {
        var reference = Reference("The version: NAME, NAME:v3 or NAME:best");
        var mermaid = new Option<bool>("--mermaid") { Description = "Print a mermaid diagram instead of a tree" };
        var command = new ExampleCommand(
            "lineage", "Show which runs made and used a version, and what else they made and used.",
            "songgenre artifacts lineage model:best", "songgenre artifacts lineage clean --mermaid")
        {
            reference, mermaid, Json,
        };
        command.SetAction(parsed =>
        {
            var output = parsed.InvocationConfiguration.Output;
            if (parsed.GetValue(mermaid) && parsed.GetValue(Json))
                throw new UsageException($"{mermaid.Name} and {Json.Name}: choose one");
            var lineage = Open(parsed).Lineage(parsed.GetValue(reference)!);
            var text = parsed.GetValue(Json) ? ArtifactOutput.ToJson(lineage).ToJsonString() + "\n"
                : parsed.GetValue(mermaid) ? lineage.ToMermaid()
                : lineage.ToText();
            output.Write(text.ReplaceLineEndings(output.NewLine));
        });
        return command;
    }

    private static ExampleCommand Get()
    {
        var reference = Reference("The version: NAME, NAME:v3 or NAME:best");
        var folder = new Option<string>("--out")
        {
            Description = "The folder to make; it is there whole or not at all",
            HelpName = "DIR",
            Required = true,
        };
        var command = new ExampleCommand("get", "Copy a version's files, verified, to a folder.",
            "songgenre artifacts get model:best --out artifacts/model")
        {
            reference, folder,
        };
        command.SetAction(parsed =>
        {
            var version = Open(parsed).Get(parsed.GetValue(reference)!, parsed.GetValue(folder)!);
            parsed.InvocationConfiguration.Error.WriteLine(
                $"wrote {version.Reference} to {parsed.GetValue(folder)}: {Count(version.Files.Count, "file")}, "
                + ArtifactOutput.Size(version.Size));
        });
        return command;
    }

    private static Argument<string> Reference(string purpose) => new("name") { Description = purpose };

    private static ArtifactStore Open(ParseResult parsed) =>
        new(parsed.GetValue(Store) ?? ArtifactStore.DefaultFolder);

    private static string Count(int number, string what) =>
        FormattableString.Invariant($"{number} {what}{(number == 1 ? "" : "s")}");
}
