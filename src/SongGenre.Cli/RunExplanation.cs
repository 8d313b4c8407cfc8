using SongGenre.Notebooks;
using SongGenre.Notebooks.Documents;
using SongGenre.Notebooks.Runner;

namespace SongGenre.Cli;

/// <summary>What a run's end means for its reader: what differs, which cell failed and how.</summary>
internal static class RunExplanation
{
    /// <summary>Writes it all, a line that begins with "error: " for each cause.</summary>
    /// <param name="report">The run.</param>
    /// <param name="error">Where to.</param>
    /// <param name="files">The run's notebooks as its reader named them.</param>
    /// <param name="accept">The command that makes new outputs of notebooks that follow it the committed ones.</param>
    public static void Write(RunReport report, TextWriter error, IReadOnlyList<string> files, string accept)
    {
        foreach (var difference in report.Notebooks.SelectMany(n => n.Differences)) error.WriteLine(difference);
        var differing = report.Notebooks.Where(n => n.Differences.Count > 0).Select(n => n.Name).ToHashSet();
        if (differing.Count > 0)
        {
            var named = files.Where(file => differing.Contains(Path.GetFileName(file))).Select(Word);
            error.WriteLine("error: committed outputs differ from the new ones; if those are right, write them with: "
                + $"{accept} {string.Join(' ', named)}");
        }

        foreach (var failed in report.Notebooks.Where(n => n.Failure is not null))
        {
            if (failed.FailedCell is { } cell)
            {
                foreach (var line in Source(failed, cell)) error.WriteLine(line);
                foreach (var line in cell.Error?.Traceback ?? []) error.WriteLine("  " + line);
            }

            error.WriteLine("error: " + failed.Failure);
        }

        if (report.Status == RunStatus.Cancelled) error.WriteLine("error: interrupted; what was written so far stays");
    }

    /// <summary>The failed cell's lines with their numbers; the first ones of a long cell.</summary>
    private static IEnumerable<string> Source(NotebookResult failed, CellResult cell)
    {
        const int Most = 30;
        var lines = Cell(failed.Output, cell.Id)?.Source.Split('\n') ?? [];
        foreach (var (i, line) in lines.Take(Most).Index()) yield return $"  {i + 1,3} | {line}";
        if (lines.Length > Most) yield return $"  … {lines.Length - Most} more lines";
    }

    // What became of the output, which the cell itself may have damaged, is less than why the cell failed.
    private static Cell? Cell(string output, string id)
    {
        try
        {
            return NotebookFile.Read(output).Cells.Find(written => written.Id == id);
        }
        catch (NotebookException)
        {
            return null;
        }
    }

    // As a shell takes it.
    private static string Word(string file) => file.Any(char.IsWhiteSpace) ? $"\"{file}\"" : file;
}
