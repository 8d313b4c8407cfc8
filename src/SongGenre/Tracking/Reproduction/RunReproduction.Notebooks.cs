using SongGenre.Data;

namespace SongGenre.Tracking.Reproduction;

public sealed partial class RunReproduction
{
    private const string NotebookEnding = ".ipynb";

    // A report writes into the notebooks that it is given: they must be the work tree's.
    private static void AdaptNotebooks(CommandLine command, WorkTree tree, string name)
    {
        // No links, which may lead out of the tree.
        var everywhere = new EnumerationOptions
        {
            RecurseSubdirectories = true,
            AttributesToSkip = FileAttributes.ReparsePoint,
        };
        var all = Directory.EnumerateFiles(tree.Tree, "*" + NotebookEnding, everywhere)
            .Select(file => Parts(Path.GetRelativePath(tree.Tree, file))).ToList();
        command.ReplaceArguments(
            argument => argument.EndsWith(NotebookEnding, StringComparison.OrdinalIgnoreCase),
            argument => Alike(all, argument, Repository.Root) switch
            {
                [var one] => Path.Combine([tree.Tree, .. one]),
                [] => throw new SongGenreException(
                    $"{name}: {Plain(argument)} is no notebook of its commit; only a report of the repository's own "
                    + "notebooks can be repeated."),
                [var one, var other, ..] => throw new SongGenreException(
                    $"{name}: {Plain(argument)} may be {string.Join('/', one)} or {string.Join('/', other)}, and the "
                    + "record doesn't say from which folder it was started."),
            });
    }

    /// <summary>The notebooks that an argument may mean.</summary>
    /// <param name="all">The notebooks of the tree, as the parts of their paths in it.</param>
    /// <param name="argument">A path, from nobody knows where.</param>
    /// <param name="root">The repository's folder here.</param>
    internal static IReadOnlyList<string[]> Alike(IReadOnlyList<string[]> all, string argument, string root) =>
        Alike(all, argument, root, StringComparer.Ordinal) is { Count: > 0 } same
            ? same
            // The run may have been started where files are found in capitals and small letters alike.
            : Alike(all, argument, root, StringComparer.OrdinalIgnoreCase);

    private static IReadOnlyList<string[]> Alike(
        IReadOnlyList<string[]> all, string argument, string root, StringComparer names)
    {
        var full = Path.GetFullPath(argument, root);
        var here = Parts(Path.GetRelativePath(root, full));
        if (all.FirstOrDefault(notebook => notebook.SequenceEqual(here, names)) is { } same) return [same];
        // In another clone, whose folder isn't known here.
        var parts = Path.IsPathRooted(argument) ? Parts(full) : here;
        if (all.Where(notebook => EndsWith(parts, notebook)).MaxBy(notebook => notebook.Length) is { } tail)
            return [tail];
        // From a folder below, where the run was started.
        return Path.IsPathRooted(argument) ? [] : [.. all.Where(notebook => EndsWith(notebook, parts))];

        bool EndsWith(string[] whole, string[] end) =>
            whole.Length >= end.Length && whole.TakeLast(end.Length).SequenceEqual(end, names);
    }

    private static string[] Parts(string path) => path.Split('/', '\\');
}
