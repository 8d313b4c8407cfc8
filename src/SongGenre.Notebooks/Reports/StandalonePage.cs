using System.Text;
using System.Text.Json.Nodes;
using SongGenre.Notebooks.Documents;

namespace SongGenre.Notebooks.Reports;

/// <summary>One page that needs no other file: sections, each with what notebooks display.</summary>
internal static class StandalonePage
{
    /// <summary>The page as text.</summary>
    /// <param name="title">Its title.</param>
    /// <param name="introduction">HTML below the title.</param>
    /// <param name="sections">The sections' headings and their HTML; those without any are left out.</param>
    public static string Render(string title, string introduction, IReadOnlyList<(string Title, string Html)> sections)
    {
        List<(string Title, string Html)> shown = [.. sections.Where(section => section.Html.Length > 0)];
        var contents = new StringBuilder("<nav class=\"contents\" aria-label=\"Contents\"><ol>\n");
        var body = new StringBuilder($"<h1>{Html.Escape(title)}</h1>\n{introduction}");
        foreach (var (i, (heading, html)) in shown.Index())
        {
            contents.Append($"<li class=\"level2\"><a href=\"#part-{i + 1}\">{Html.Escape(heading)}</a></li>\n");
            body.Append($"<section>\n<h2 id=\"part-{i + 1}\">{Html.Escape(heading)}</h2>\n{html}</section>\n");
        }

        string main = $"""
            <div class="page">
            {contents}</ol></nav>
            <main id="content">
            {body}</main>
            </div>

            """;
        bool hasCharts = shown.Any(section =>
            section.Html.Contains("<figure class=\"output chart\">", StringComparison.Ordinal));
        return PageFrame.RenderAlone(title, main, new ReportOptions { Title = title }, hasCharts);
    }

    /// <summary>A chart with its interactive and its static face.</summary>
    /// <param name="plotly">The figure.</param>
    /// <param name="png">The picture.</param>
    /// <param name="finding">What it says.</param>
    public static string Chart(string plotly, byte[] png, string finding) => OutputHtml.ToHtml(
        [
            new DisplayOutput(
                new JsonObject
                {
                    [OutputHtml.Plotly] = JsonNode.Parse(plotly),
                    ["image/png"] = Convert.ToBase64String(png),
                    ["text/plain"] = finding,
                },
                []),
        ],
        new MarkdownProse());

    /// <summary>HTML that may be wider than the page.</summary>
    public static string Wide(string html) => $"<div class=\"output html wide\">\n{html}\n</div>\n";

    /// <summary>A paragraph.</summary>
    public static string Paragraph(string text) => $"<p class=\"prose\">{Html.Escape(text)}</p>\n";
}
