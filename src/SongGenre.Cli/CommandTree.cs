using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using SongGenre.Cli.Commands;
using SongGenre.Notebooks;
using SongGenre.Notebooks.Runner;

namespace SongGenre.Cli;

/// <summary>The <c>songgenre</c> command: what it parses, and how a failure becomes one line and an exit
/// code.</summary>
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
        if (Array.IndexOf(args, "") is >= 0 and var empty)
        {
            var after = empty == 0 ? "" : $" (after {OneLine(args[empty - 1])})";
            return Fail(configuration, $"an argument is empty{after}; give it a value or leave it out", WrongUsage);
        }

        var parsed = Create().Parse(args);
        // Whoever asks what a command needs has not given it yet.
        if (parsed.Errors.Count > 0 && parsed.Action is not ExampleCommand.Help)
        {
            return Fail(configuration, $"{Wrong(parsed)}; see: {Path(parsed)} --help", WrongUsage);
        }

        try
        {
            return await parsed.InvokeAsync(configuration);
        }
        catch (Exception wrong) when (wrong is UsageException or OutputPathException)
        {
            return Fail(configuration, OneLine(wrong.Message), WrongUsage);
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

    public static Command Create()
    {
        var help = new HelpOption { Recursive = true };
        help.Action = new ExampleCommand.Help((HelpAction)help.Action!);
        const string Purpose = "Decide to which of 15 genres a song belongs: five notebooks, one library, one command.";
        return new Command("songgenre", Purpose)
        {
            help,
            new VersionOption(),
            CommonOptions.Verbose,
            ReportCommand.Create(),
            RunCommand.Create(),
            TrainCommand.Create(),
            SweepCommand.Create(),
            EvaluateCommand.Create(),
            PredictCommand.Create(),
            ExportCommand.Create(),
            RegisterCommand.Create(),
            FetchCommand.Create(),
            CheckCommand.Create(),
            ProfileCommand.Create(),
            SampleCommand.Create(),
            RunsCommand.Create(),
            CompareCommand.Create(),
            ArtifactsCommand.Create(),
            ReproduceCommand.Create(),
            NotebooksCommand.Create(),
            KernelCommand.Create(),
        };
    }

    private static int Fail(InvocationConfiguration configuration, string message, int code)
    {
        configuration.Error.WriteLine("error: " + message);
        return code;
    }

    private static string Describe(Exception failure) => failure switch
    {
        SongGenreException or NotebookException or IOException or UnauthorizedAccessException =>
            OneLine(failure.Message),
        _ => $"unexpected {failure.GetType().Name}: {OneLine(failure.Message)} (--verbose shows where)",
    };

    // Also where a file's name or a value that the message repeats has line breaks.
    private static string OneLine(string message) => message.ReplaceLineEndings(" ");

    // A mistyped word tells more than what is missing because of it.
    private static string Wrong(ParseResult parsed)
    {
        var error = parsed.Errors.FirstOrDefault(e => parsed.UnmatchedTokens.Any(t => e.Message.Contains($"'{t}'")))
            ?? parsed.Errors[0];
        return OneLine(error.Message).TrimEnd('.').Replace("expected type 'System.Int32'", "a whole number");
    }

    private static string Path(ParseResult parsed) => string.Join(' ', Names(parsed.CommandResult).Reverse());

    private static IEnumerable<string> Names(SymbolResult? result)
    {
        for (; result is CommandResult command; result = result.Parent) yield return command.Command.Name;
    }
}
