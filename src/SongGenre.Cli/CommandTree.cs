using System.CommandLine;
using System.CommandLine.Help;
using SongGenre.Cli.Commands;
using SongGenre.Notebooks;

namespace SongGenre.Cli;

/// <summary>The <c>songgenre</c> command: what it parses, and how a failure becomes one line and an exit code.</summary>
internal static class CommandTree
{
    private const int Failed = 1;
    private const int WrongUsage = 2;
    private const int Interrupted = 130;

    public static async Task<int> RunAsync(string[] args, TextWriter? output = null, TextWriter? error = null)
    {
        var configuration = new InvocationConfiguration
        {
            Output = output ?? Console.Out,
            Error = error ?? Console.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = TimeSpan.FromSeconds(10),
        };
        var parsed = Create().Parse(args);
        if (parsed.Errors.Count > 0)
        {
            return Fail(configuration, $"{parsed.Errors[0].Message.TrimEnd('.')}; see: {Path(parsed)} --help", WrongUsage);
        }

        try
        {
            return await parsed.InvokeAsync(configuration);
        }
        catch (UsageException wrong)
        {
            return Fail(configuration, wrong.Message, WrongUsage);
        }
        catch (OperationCanceledException)
        {
            return Fail(configuration, "interrupted", Interrupted);
        }
        catch (Exception failure) when (!parsed.GetValue(CommonOptions.Verbose))
        {
            return Fail(configuration, Describe(failure), Failed);
        }
        catch (Exception failure)
        {
            return Fail(configuration, failure.ToString(), Failed);
        }
    }

    private static Command Create()
    {
        var help = new HelpOption { Recursive = true };
        help.Action = new ExampleCommand.Help((HelpAction)help.Action!);
        return new Command("songgenre", "Decides to which of 15 genres a song belongs: five notebooks, one library, one command.")
        {
            help,
            new VersionOption(),
            CommonOptions.Verbose,
            ReportCommand.Create(),
            TrainCommand.Create(),
            EvaluateCommand.Create(),
            PredictCommand.Create(),
            FetchCommand.Create(),
            CheckCommand.Create(),
            ProfileCommand.Create(),
            SampleCommand.Create(),
        };
    }

    private static int Fail(InvocationConfiguration configuration, string message, int code)
    {
        configuration.Error.WriteLine("error: " + message);
        return code;
    }

    private static string Describe(Exception failure) => failure switch
    {
        SongGenreException or NotebookException => failure.Message,
        IOException or UnauthorizedAccessException => failure.Message.ReplaceLineEndings(" "),
        _ => $"unexpected {failure.GetType().Name}: {failure.Message.ReplaceLineEndings(" ")} (--verbose shows where)",
    };

    private static string Path(ParseResult parsed) =>
        parsed.CommandResult.Command.Name == "songgenre" ? "songgenre" : "songgenre " + parsed.CommandResult.Command.Name;
}
