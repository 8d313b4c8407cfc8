using System.Text.RegularExpressions;

namespace SongGenre.Notebooks.Kernel.Editing;

/// <summary>
/// Completes the lines that aren't C#: magics, and the paths in <c>#r</c>, <c>#load</c> and <c>#!import</c>.
/// </summary>
internal static partial class LineCompletion
{
    /// <summary>The entries for a line of this kind; null when the place is in code.</summary>
    public static CompletionList? At(string code, int position, string workingDirectory)
    {
        var start = position == 0 ? 0 : code.LastIndexOf('\n', position - 1) + 1;
        var typed = code[start..position];
        if (MagicName().Match(typed) is { Success: true } magic)
            return new CompletionList(start, EndOfWord(code, position), [.. Magic.All
                .Select(known => known.Name).Order(StringComparer.Ordinal).Where(name => name.StartsWith(magic.Groups["name"].Value, StringComparison.Ordinal))
                .Select(name => new CompletionEntry("#!" + name, "#!" + name, "magic", null))]);
        if (PathArgument().Match(typed) is { Success: true } path)
            return Paths(path.Groups["path"].Value, path.Groups["directive"].Value, position, workingDirectory);
        return typed.StartsWith("#!", StringComparison.Ordinal) ? new CompletionList(position, position, []) : null;
    }

    private static CompletionList Paths(string typed, string directive, int position, string workingDirectory)
    {
        var name = typed[(typed.LastIndexOfAny(['/', '\\']) + 1)..];
        string[] endings = directive switch
        {
            "r" => [".dll"],
            "load" => [".csx", ".cs"],
            _ => [".csx", ".cs", ".ipynb", ".html", ".js"],
        };
        var entries = new List<CompletionEntry>();
        try
        {
            var folder = new DirectoryInfo(Path.Combine(workingDirectory, typed[..^name.Length]));
            // A package's name contains a colon and no folder's content.
            if (!PackageName().IsMatch(typed) && folder.Exists)
                foreach (var found in folder.EnumerateFileSystemInfos().OrderBy(entry => entry.Name, StringComparer.Ordinal))
                {
                    if (IsOutOfSight(found, name)) continue;
                    if (found is DirectoryInfo)
                        entries.Add(new CompletionEntry(found.Name + "/", found.Name + "/", "folder", null));
                    else if (endings.Contains(found.Extension, StringComparer.OrdinalIgnoreCase))
                        entries.Add(new CompletionEntry(found.Name, found.Name, "file", null));
                }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // A folder that can't be read has nothing to offer.
        }

        return new CompletionList(position - name.Length, position, entries);
    }

    // Names that begin with a dot are for those who type the dot.
    private static bool IsOutOfSight(FileSystemInfo found, string typed) =>
        !found.Name.StartsWith(typed, StringComparison.OrdinalIgnoreCase) || (typed.Length == 0 && found.Name[0] == '.');

    private static int EndOfWord(string code, int position)
    {
        while (position < code.Length && char.IsAsciiLetter(code[position])) position++;
        return position;
    }

    [GeneratedRegex(@"^#!(?<name>\w*)$")]
    private static partial Regex MagicName();

    [GeneratedRegex("""^\s*#(?<directive>r|load|!import)\s+"(?<path>[^"]*)$""")]
    private static partial Regex PathArgument();

    [GeneratedRegex("^[A-Za-z]{2,}:")]
    private static partial Regex PackageName();
}
