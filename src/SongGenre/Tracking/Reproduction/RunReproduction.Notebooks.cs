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
            argument => Path.Combine(tree.Tree, Path.Combine(Among(all, argument, name))));
    }

    private static string[] Among(List<string[]> all, string argument, string name)
    {
        var full = Path.GetFullPath(argument, Repository.Root);
        var here = Parts(Path.GetRelativePath(Repository.Root, full));
        if (all.Find(notebook => notebook.SequenceEqual(here)) is { } same) return same;
        // In another clone, which isn't known here.
        var parts = Path.IsPathRooted(argument) ? Parts(full) : here;
        if (all.Where(notebook => EndsWith(parts, notebook)).MaxBy(notebook => notebook.Length) is { } tail) return tail;
        // In a folder below, where the run was started.
        var below = Path.IsPathRooted(argument) ? [] : all.Where(notebook => EndsWith(notebook, parts)).ToList();
        return below is [var only] ? only : throw new SongGenreException(
            $"{name}: {argument} is {(below.Count == 0 ? "no notebook" : "more than one notebook")} of its commit; "
            + "only a report of the repository's own notebooks can be repeated.");
    }

    private static bool EndsWith(string[] whole, string[] end) =>
        whole.Length >= end.Length && whole.AsSpan(whole.Length - end.Length).SequenceEqual(end);

    private static string[] Parts(string path) => path.Split('/', '\\');
}
