using SongGenre.Notebooks.Documents;

namespace SongGenre.Notebooks.Reports;

/// <summary>One notebook that becomes a page.</summary>
/// <param name="Name">The page's file name without ending, such as <c>01-eda</c>; by it other notebooks link
/// here.</param>
/// <param name="Notebook">The executed notebook.</param>
/// <param name="Failure">One line about how its run failed, shown under its title and on the index; null when it
/// succeeded.</param>
public sealed record ReportPage(string Name, Notebook Notebook, string? Failure = null)
{
    /// <summary>The page's file name.</summary>
    public string File => Name + ".html";
}
