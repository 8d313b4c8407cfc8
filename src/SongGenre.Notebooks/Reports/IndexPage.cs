using System.Text;

namespace SongGenre.Notebooks.Reports;

/// <summary>The page that leads to all reports.</summary>
public static class IndexPage
{
    /// <summary>
    /// The page as text. Each report is an entry with its heading, its first paragraphs (where a report states its
    /// finding), the picture of its first chart, and how its run failed if it did.
    /// </summary>
    /// <param name="pages">The reports in reading order.</param>
    /// <param name="options">Title, language, notice.</param>
    public static string Render(IReadOnlyList<ReportPage> pages, ReportOptions options)
    {
        var main = new StringBuilder($"<main id=\"content\" class=\"index\">\n<h1>{Html.Escape(options.Title)}</h1>\n");
        foreach (var page in pages) main.Append(Entry(page));
        return PageFrame.Render(options.Title, main.Append("</main>\n").ToString(), options);
    }

    private static string Entry(ReportPage page)
    {
        var (title, finding, thumbnail) = PageSummary.Of(page);
        string address = Html.Escape(PageFrame.Address(page));
        string failure = page.Failure is { } text ? $"<p class=\"failure\">{Html.Escape(text)}</p>\n" : "";
        // The heading already links there: the picture's link would only repeat it to a screen reader and the keyboard.
        string picture = thumbnail is null ? "" : $"<a class=\"thumbnail\" href=\"{address}\" tabindex=\"-1\" aria-hidden=\"true\">{thumbnail.ToHtml()}</a>\n";
        return $"<article class=\"entry\">\n<div>\n<h2><a href=\"{address}\">{Html.Escape(title)}</a></h2>\n{failure}<div class=\"prose\">{finding}</div>\n</div>\n{picture}</article>\n";
    }
}
