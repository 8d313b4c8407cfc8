using System.CommandLine;
using SongGenre.Notebooks.Jupyter;

namespace SongGenre.Cli.Commands;

internal static class KernelCommand
{
    private static readonly Option<bool> User = new("--user")
    {
        Description = "In this user's folder; the default",
    };

    private static readonly Option<string?> Prefix = new("--prefix")
    {
        Description = "In DIR/share/jupyter, such as a Python environment's folder",
        HelpName = "DIR",
    };

    private static readonly Option<string?> Name = new("--name")
    {
        Description =
            $"The kernel's name. Default: {KernelSpecFolder.UsualName}, under which existing notebooks find it",
        HelpName = "NAME",
    };

    public static Command Create() =>
        new ExampleCommand("kernel", "Make C# notebooks run in VS Code, JupyterLab and nbconvert.",
            "songgenre kernel install", "songgenre kernel list", "songgenre kernel uninstall")
        {
            Install(), Uninstall(), List(),
        };

    private static ExampleCommand Install()
    {
        var command = new ExampleCommand("install", "Install the kernel where Jupyter clients look for it.",
            "songgenre kernel install", "songgenre kernel install --prefix .venv")
        {
            User, Prefix, Name,
        };
        command.SetAction(parsed =>
        {
            var output = parsed.InvocationConfiguration.Output;
            var (kernel, replaced, other) = Folder(parsed).Install(parsed.GetValue(Name));
            if (other is not null)
            {
                output.WriteLine(
                    $"The name {KernelSpecFolder.UsualName} is another program's ({other}), so the kernel is called "
                    + $"{kernel.Name}; choose it in the notebook, or remove the other and install again.");
            }

            output.WriteLine(
                $"{(replaced ? "replaced" : "installed")} {kernel.Name} {kernel.Version} in {kernel.Folder}");
            if (replaced) output.WriteLine("Restart kernels that are running to use it.");
        });
        return command;
    }

    private static ExampleCommand Uninstall()
    {
        var name = new Option<string?>("--name")
        {
            Description = "The kernel's name. Default: all that songgenre installed there",
            HelpName = "NAME",
        };
        var command = new ExampleCommand("uninstall", "Remove what 'kernel install' installed.",
            "songgenre kernel uninstall")
        {
            User, Prefix, name,
        };
        command.SetAction(parsed =>
        {
            foreach (var kernel in Folder(parsed).Uninstall(parsed.GetValue(name)))
                parsed.InvocationConfiguration.Output.WriteLine($"removed {kernel.Name} from {kernel.Folder}");
        });
        return command;
    }

    private static ExampleCommand List()
    {
        var command = new ExampleCommand("list", "List what 'kernel install' installed, and what is wrong with it.",
            "songgenre kernel list")
        {
            User, Prefix,
        };
        command.SetAction(parsed =>
        {
            var output = parsed.InvocationConfiguration.Output;
            var kernels = Folder(parsed).List();
            if (kernels.Count == 0) output.WriteLine("none; to install one: songgenre kernel install" + Place(parsed));
            foreach (var kernel in kernels)
            {
                output.WriteLine(kernel.Version.Length == 0
                    ? $"{kernel.Name} in {kernel.Folder}"
                    : $"{kernel.Name} {kernel.Version} in {kernel.Folder}, made from {kernel.Source}");
                foreach (var note in kernel.Notes) output.WriteLine("  " + note);
            }
        });
        return command;
    }

    private static string Place(ParseResult parsed) => parsed.GetValue(Prefix) switch
    {
        null => "",
        var prefix when prefix.Contains(' ') => $" --prefix \"{prefix}\"",
        var prefix => " --prefix " + prefix,
    };

    private static KernelSpecFolder Folder(ParseResult parsed)
    {
        var prefix = parsed.GetValue(Prefix);
        if (prefix is not null && parsed.GetValue(User))
            throw new UsageException("--user and --prefix name two places: give one of them");
        return prefix is null ? KernelSpecFolder.OfUser() : KernelSpecFolder.OfPrefix(prefix);
    }
}
