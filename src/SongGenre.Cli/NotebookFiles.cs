using SongGenre.Notebooks.Reports;

namespace SongGenre.Cli;

/// <summary>The notebooks that a command line names.</summary>
internal static class NotebookFiles
{
    private const string Ending = ".ipynb";

    /// <summary>The named files and the notebooks directly in the named folders, each once.</summary>
    public static List<string> Find(IReadOnlyCollection<string> named)
    {
        if (named.Count == 0)
            throw new UsageException("no notebook is named; give files such as analysis.ipynb, or folders");
        var found = new List<string>();
        var seen = new HashSet<string>();
        foreach (var path in named)
        {
            foreach (var file in Directory.Exists(path) ? InFolder(path) : [One(path)])
            {
                if (seen.Add(Path.GetFullPath(file))) found.Add(file);
            }
        }

        return found;
    }

    private static string One(string path)
    {
        // Where any number of files may stand, the parser takes a mistyped option for one.
        if (!File.Exists(path) && path.StartsWith('-'))
            throw new UsageException($"'{path}' is no option of this command; --help lists them");
        if (!File.Exists(path)) throw new UsageException($"{path}: no such notebook or folder");
        RequireEnding(path);
        return path;
    }

    /// <summary>Refuses a file whose name says that it is no notebook.</summary>
    public static void RequireEnding(string path)
    {
        if (!path.EndsWith(Ending, StringComparison.OrdinalIgnoreCase))
            throw new UsageException($"{path}: is no notebook, whose name ends in {Ending}");
    }

    /// <summary>Refuses a notebook whose page would take the place of the pages' index.</summary>
    public static void RequirePages(IEnumerable<string> files)
    {
        if (files.FirstOrDefault(file => ReportSite.IsIndex(Path.GetFileNameWithoutExtension(file))) is { } file)
            throw new UsageException($"{file}: its page would be index.html, which leads to all pages; rename it");
    }

    // Jupyter keeps its copies in a folder .ipynb_checkpoints, so notebooks of folders below are nobody's wish.
    private static List<string> InFolder(string folder)
    {
        var files = Directory.EnumerateFiles(folder, "*" + Ending).Order(StringComparer.Ordinal).ToList();
        return files.Count > 0
            ? files
            : throw new UsageException($"{folder}: the folder holds no notebooks (*{Ending})");
    }
}
