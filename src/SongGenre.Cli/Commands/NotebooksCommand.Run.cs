using System.CommandLine;
using SongGenre.Notebooks;
using SongGenre.Notebooks.Documents;
using SongGenre.Notebooks.Reports;
using SongGenre.Notebooks.Runner;

namespace SongGenre.Cli.Commands;

internal static partial class NotebooksCommand
{
    private static readonly Argument<string[]> ToRun = Files("The notebooks to run", ArgumentArity.ZeroOrMore);
    private static readonly Argument<string[]> ToCheck = Files("The notebooks to check");
    private static readonly NotebooksOptions Shared = new();

    private static readonly Option<bool> InPlace = new("--in-place")
    {
        Description = "Also write each executed notebook back to its own file, if all its cells ran",
    };

    private static readonly Option<string[]> Set = new("--set")
    {
        Description = "Give a parameter a value, such as trees=200 or names=[a, b]; may be repeated, and wins over "
            + "--parameters",
        HelpName = "NAME=VALUE",
    };

    private static readonly Option<string[]> Parameters = new("--parameters")
    {
        Description = "A YAML file of parameters, 'name: value' a line; may be repeated, later files win",
        HelpName = "FILE",
    };

    private static readonly Option<string?> HelpNotebook = new("--help-notebook")
    {
        Description = "List a notebook's (or a folder's) parameters with types, defaults and comments; run nothing",
        HelpName = "FILE",
    };

    private static readonly Option<bool> Resume = new("--resume")
    {
        Description = "Don't run again what an earlier run into the same --out completed; an unfinished notebook "
            + "starts again from its first cell",
    };

    private static readonly Option<string?> Html = new("--html")
    {
        Description = "Also make HTML pages of the executed notebooks in this folder",
        HelpName = "DIR",
    };

    private static ExampleCommand CreateRun()
    {
        var command = new ExampleCommand(
            "run", "Run notebooks without a screen, each in a process of its own; a failing cell gives exit code 1.",
            "songgenre notebooks run analysis.ipynb --set trees=200 --out results",
            "songgenre notebooks run train.ipynb --parameters ci.yaml --out 'results/{notebook}-{trees}.ipynb'",
            "songgenre notebooks run notebooks --jobs 2 --keep-going --junit results.xml",
            "songgenre notebooks run --help-notebook analysis.ipynb")
        {
            ToRun, Shared.Out, InPlace, Set, Parameters, HelpNotebook, Resume, Html,
        };
        Shared.AddTo(command);
        command.SetAction(async (parsed, cancel) =>
        {
            // Ctrl+C is only watched once this method has returned its task.
            await Task.Yield();
            if (parsed.GetValue(HelpNotebook) is { } file)
            {
                return ForEach(parsed, [file], notebook =>
                {
                    ParameterListing.Write(NotebookParameters.Read(notebook), parsed.InvocationConfiguration.Output);
                    return null;
                });
            }

            var files = NotebookFiles.Find(parsed.GetValue(ToRun)!);
            var mode = parsed.GetValue(InPlace) ? RunMode.InPlace : RunMode.Execute;
            var html = parsed.GetValue(Html);
            if (html is not null)
            {
                NotebookFiles.RequirePages(files);
                WritableTarget.RequireFolder(Html.Name, html);
            }

            var run = Shared.Read(parsed, files, mode) with
            {
                Resume = parsed.GetValue(Resume),
                Parameters = Values(parsed, files),
            };
            return await ShowAsync(parsed, run, html, cancel);
        });
        return command;
    }

    private static ExampleCommand CreateCheck()
    {
        var command = new ExampleCommand(
            "check",
            "Run notebooks and fail, showing the difference, where outputs aren't those that their files hold.",
            "songgenre notebooks check analysis.ipynb", "songgenre notebooks check notebooks --junit results.xml")
        {
            ToCheck, Shared.Out,
        };
        Shared.AddTo(command);
        command.SetAction(async (parsed, cancel) =>
        {
            await Task.Yield();
            var files = NotebookFiles.Find(parsed.GetValue(ToCheck)!);
            return await ShowAsync(parsed, Shared.Read(parsed, files, RunMode.Check), html: null, cancel);
        });
        return command;
    }

    // A file's values are refused by the run as the file's fault, those of the command line here as the line's.
    private static List<ParameterOverride> Values(ParseResult parsed, IReadOnlyList<string> files)
    {
        var fromFiles = parsed.GetValue(Parameters)!.SelectMany(ParameterOverride.ReadFile).ToList();
        var assignments = parsed.GetValue(Set)!;
        if (assignments.Length == 0) return fromFiles;
        List<NotebookParameters> notebooks = [.. files.Select(NotebookParameters.Read)];
        try
        {
            List<ParameterOverride> fromLine = [.. assignments.Select(text => ParameterOverride.Parse(text))];
            NotebookParameters.Check(notebooks, fromLine);
            return [.. fromFiles, .. fromLine];
        }
        catch (NotebookException wrong)
        {
            throw new UsageException(wrong.Message);
        }
    }

    private static async Task<int> ShowAsync(
        ParseResult parsed, NotebookRun run, string? html, CancellationToken cancel)
    {
        var output = parsed.InvocationConfiguration.Output;
        var report = await new RunProgress(output).ShowAsync(run, cancel);
        // First, so that nothing that can't be written keeps it from its reader.
        RunExplanation.Write(
            report, parsed.InvocationConfiguration.Error, run.Notebooks, "songgenre notebooks run --in-place");
        Shared.WriteResults(parsed, report);
        if (html is not null)
        {
            var pages = report.Notebooks.Where(n => File.Exists(n.Output)).Select(n =>
                new ReportPage(Path.GetFileNameWithoutExtension(n.Name), NotebookFile.Read(n.Output), n.Failure));
            output.WriteLine($"open {ReportSite.Write(html, [.. pages], new ReportOptions { Title = "Notebooks" })}");
        }

        return report.ExitCode;
    }
}
