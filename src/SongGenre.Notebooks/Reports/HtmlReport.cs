using System.Text;
using SongGenre.Notebooks.Documents;

namespace SongGenre.Notebooks.Reports;

/// <summary>An executed notebook as an HTML page.</summary>
public static class HtmlReport
{
    /// <summary>
    /// The page as text: prose, coloured code, outputs, a table of contents, ways to the neighbours and to the index.
    /// Honours the cell tags <c>hide-input</c>, <c>remove-input</c>, <c>remove-output</c>, <c>remove-cell</c> and
    /// <c>jupyter.source_hidden</c>; raw cells are left out. Charts need <c>plotly.min.js</c> beside the page, and show
    /// their static picture without it, without scripts, and on paper; Mermaid diagrams need <c>mermaid.min.js</c> and
    /// show their source without it.
    /// </summary>
    /// <param name="page">The notebook.</param>
    /// <param name="options">Title of the index, language, notice.</param>
    /// <param name="previous">The page before it; null for the first.</param>
    /// <param name="next">The page after it; null for the last.</param>
    public static string Render(ReportPage page, ReportOptions options, ReportPage? previous = null, ReportPage? next = null)
    {
        var prose = new MarkdownProse();
        string body = Cells(page, prose);
        string title = PageSummary.Of(page).Title;
        string main = $"""
            <header class="bar">
            <a href="index.html" class="home">{Html.Escape(options.Title)}</a>
            <nav aria-label="Reports">{Short(previous, "prev", "← ", "")}{Short(next, "next", "", " →")}</nav>
            </header>
            <div class="page">
            {Contents(prose)}
            <main id="content">
            {body}</main>
            </div>
            <footer class="pager">
            {Card(previous, "prev", "Previous")}
            {Card(next, "next", "Next")}
            </footer>

            """;
        return PageFrame.Render(title, main, options, page.Notebook);
    }

    private static string Cells(ReportPage page, MarkdownProse prose)
    {
        var html = new StringBuilder();
        string failure = page.Failure is { } text ? $"<p class=\"failure\" role=\"alert\">{Html.Escape(text)}</p>\n" : "";
        foreach (var cell in page.Notebook.Cells.Where(CellView.IsShown))
        {
            if (cell.Kind == CellKind.Markdown)
            {
                html.Append("<section class=\"prose\">\n").Append(prose.ToHtml(cell.Source, cell.Attachments)).Append("</section>\n");
                if (prose.Headings.Count > 0) html.Append(failure);
                if (prose.Headings.Count > 0) failure = "";
            }
            else
            {
                html.Append(Code(cell, prose));
            }
        }
        return failure + html;
    }

    private static string Code(Cell cell, MarkdownProse prose)
    {
        string source = CellView.ShowsSource(cell) && cell.Source.Length > 0 ? Source(cell) : "";
        string outputs = CellView.ShowsOutputs(cell) ? OutputHtml.ToHtml(cell.Outputs, prose) : "";
        return source.Length + outputs.Length == 0 ? "" : $"<div class=\"cell\" id=\"cell-{Html.Escape(cell.Id)}\">\n{source}{outputs}</div>\n";
    }

    private static string Source(Cell cell)
    {
        string number = cell.ExecutionCount is { } count ? $"<span class=\"count\" aria-hidden=\"true\">{count}</span>" : "";
        string code = $"<pre class=\"code\"><code>{CodeColours.ToHtml(cell.Source, CellLanguage.Of(cell))}</code></pre>";
        return CellView.FoldsSource(cell)
            ? $"<details class=\"source\"><summary>Code</summary>{number}{code}</details>\n"
            : $"<div class=\"source\">{number}{code}</div>\n";
    }

    private static string Contents(MarkdownProse prose)
    {
        var entries = prose.Headings.Where(heading => heading.Level is 2 or 3).ToList();
        if (entries.Count < 2) return "<div class=\"contents\"></div>";
        var html = new StringBuilder("<nav class=\"contents\" aria-label=\"Contents\"><ol>\n");
        foreach (var (level, text, anchor) in entries)
            html.Append($"<li class=\"level{level}\"><a href=\"#{Html.Escape(anchor)}\">{Html.Escape(text)}</a></li>\n");
        return html.Append("</ol></nav>").ToString();
    }

    private static string Short(ReportPage? page, string relation, string before, string after) => page is null ? "" :
        $"<a rel=\"{relation}\" href=\"{Html.Escape(PageFrame.Address(page))}\">{before}{Html.Escape(PageSummary.Of(page).Title)}{after}</a>";

    private static string Card(ReportPage? page, string relation, string label) => page is null ? "<span></span>" :
        $"<a rel=\"{relation}\" class=\"{relation}\" href=\"{Html.Escape(PageFrame.Address(page))}\"><small>{label}</small>{Html.Escape(PageSummary.Of(page).Title)}</a>";
}
