using SongGenre.Notebooks.Documents;

namespace SongGenre.Notebooks.Reports;

/// <summary>A folder of reports: a page for each notebook, an index, and the libraries that a page needs.</summary>
public static class ReportSite
{
    private const string Index = "index";

    /// <summary>Whether a page of a name would take the index's place.</summary>
    /// <param name="name">The page's file name without ending.</param>
    public static bool IsIndex(string name) => string.Equals(name, Index, StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// Writes <c>{name}.html</c> for each page, linked in the order given, and <c>index.html</c>. Pages load nothing
    /// but <c>plotly.min.js</c> and <c>mermaid.min.js</c>, which are written beside them when one of them has an
    /// interactive chart or a diagram.
    /// The same notebooks give the same bytes.
    /// </summary>
    /// <param name="folder">Where to write; created when missing.</param>
    /// <param name="pages">The pages in reading order.</param>
    /// <param name="options">Title, language, notice.</param>
    /// <returns>The full path of <c>index.html</c>.</returns>
    /// <exception cref="NotebookException">
    /// A page would take the index's place, or a file cannot be written.
    /// </exception>
    public static string Write(string folder, IReadOnlyList<ReportPage> pages, ReportOptions options)
    {
        if (pages.Any(page => IsIndex(page.Name)))
            throw new NotebookException(
                $"{Index}.ipynb: its page would be {Index}.html, which leads to all pages; rename it");
        string index = Path.GetFullPath(Path.Combine(folder, $"{Index}.html"));
        try
        {
            Directory.CreateDirectory(folder);
            PageLibraries.Write(folder, [.. pages.Select(page => page.Notebook)]);
            for (int i = 0; i < pages.Count; i++)
            {
                var previous = i > 0 ? pages[i - 1] : null;
                var next = i + 1 < pages.Count ? pages[i + 1] : null;
                AtomicFile.WriteText(
                    Path.Combine(folder, pages[i].File), HtmlReport.Render(pages[i], options, previous, next));
            }
            AtomicFile.WriteText(index, IndexPage.Render(pages, options));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new NotebookException($"The reports cannot be written to '{folder}': {e.Message}", e);
        }
        return index;
    }
}
