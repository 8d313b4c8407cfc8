using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace SongGenre.Cli;

/// <summary>A command whose help ends with examples.</summary>
internal sealed class ExampleCommand(string name, string description, params string[] examples)
    : Command(name, description)
{
    public IReadOnlyList<string> Examples { get; } = examples;

    /// <summary>Prints the library's help, then the command's examples.</summary>
    public sealed class Help(HelpAction inner) : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult)
        {
            var code = inner.Invoke(parseResult);
            if (parseResult.CommandResult.Command is ExampleCommand command)
            {
                var output = parseResult.InvocationConfiguration.Output;
                output.WriteLine(command.Examples.Count == 1 ? "Example:" : "Examples:");
                foreach (var example in command.Examples) output.WriteLine("  " + example);
                output.WriteLine();
            }

            return code;
        }
    }
}
