using System.CommandLine;
using SongGenre.Notebooks;
using SongGenre.Notebooks.Documents;

namespace SongGenre.Cli.Commands;

/// <summary>Work with any C# notebooks: they need no songs.</summary>
internal static partial class NotebooksCommand
{
    public static Command Create() => new("notebooks", "Run, check, clear, make and repair C# notebooks of any kind.")
    {
        CreateRun(),
        CreateCheck(),
        CreateClear(),
        CreateNew(),
        CreateFix(),
    };

    private static Argument<string[]> Files(string purpose, ArgumentArity? arity = null) => new("files")
    {
        Description = $"{purpose}; a folder means the .ipynb files in it",
        Arity = arity ?? ArgumentArity.OneOrMore,
    };

    private static ExampleCommand CreateClear()
    {
        var files = Files("The notebooks whose outputs go");
        var command = new ExampleCommand(
            "clear", "Remove outputs and execution counts; cells tagged keep_output keep theirs.",
            "songgenre notebooks clear analysis.ipynb", "songgenre notebooks clear notebooks")
        {
            files,
        };
        command.SetAction(parsed =>
            ForEach(parsed, parsed.GetValue(files)!, file => NotebookFile.Clear(file) ? "cleared" : null));
        return command;
    }

    private static ExampleCommand CreateNew()
    {
        var file = new Argument<string>("file")
        {
            Description = "The notebook to make, such as analysis.ipynb; it must not exist",
        };
        var command = new ExampleCommand(
            "new", "Make a C# notebook with a heading and a code cell.", "songgenre notebooks new analysis.ipynb")
        {
            file,
        };
        command.SetAction(parsed =>
        {
            var path = parsed.GetValue(file)!;
            NotebookFiles.RequireEnding(path);
            NotebookTemplate.Create(path);
            parsed.InvocationConfiguration.Output.WriteLine($"{path}: made");
            return 0;
        });
        return command;
    }

    private static ExampleCommand CreateFix()
    {
        var files = Files("The notebooks to repair");
        var check = new Option<bool>("--check")
        {
            Description = "Change nothing; list the notebooks that need it and exit 1 if there are any",
        };
        var command = new ExampleCommand(
            "fix", "Give cells valid ids, name the C# kernel in the metadata, upgrade nbformat 4.0 to 4.4 to 4.5.",
            "songgenre notebooks fix analysis.ipynb", "songgenre notebooks fix --check notebooks")
        {
            files, check,
        };
        command.SetAction(parsed =>
        {
            var isCheck = parsed.GetValue(check);
            var needing = 0;
            var code = ForEach(parsed, parsed.GetValue(files)!, file =>
            {
                if (!NotebookFile.Fix(file, write: !isCheck)) return null;
                needing++;
                return isCheck ? "needs fixing" : "fixed";
            });
            return isCheck && needing > 0 ? 1 : code;
        });
        return command;
    }

    // One broken notebook doesn't keep the others from being worked on.
    private static int ForEach(ParseResult parsed, string[] named, Func<string, string?> work)
    {
        var code = 0;
        foreach (var file in NotebookFiles.Find(named))
        {
            try
            {
                if (work(file) is { } done) parsed.InvocationConfiguration.Output.WriteLine($"{file}: {done}");
            }
            catch (NotebookException failure)
            {
                parsed.InvocationConfiguration.Error.WriteLine("error: " + failure.Message.ReplaceLineEndings(" "));
                code = 1;
            }
        }

        return code;
    }
}
