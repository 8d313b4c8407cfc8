using SongGenre.Notebooks.Documents;

namespace SongGenre.Notebooks.Reports;

/// <summary>What stands around every page: head, style, notice, script.</summary>
internal static class PageFrame
{
    // Refuses whatever a notebook's output might ask of the network. Charts build functions at run time (unsafe-eval).
    private const string Policy = "default-src 'self' file: data: blob: 'unsafe-inline' 'unsafe-eval'; form-action 'none'; base-uri 'none'";

    private const string ChartsBeside = $" data-charts=\"{PageLibraries.Charts}\"";

    private static readonly string Style = Resource("report.css");
    private static readonly string Script = Resource("report.js");

    public static string Address(ReportPage page) => Uri.EscapeDataString(page.File);

    public static string Render(string title, string main, ReportOptions options, Notebook? notebook = null)
    {
        string libraries = notebook is null ? ""
            : (PageLibraries.HasChart(notebook) ? ChartsBeside : "")
                + (PageLibraries.HasDiagram(notebook) ? $" data-diagrams=\"{PageLibraries.Diagrams}\"" : "");
        return Render(title, main, options, libraries);
    }

    /// <summary>A page that carries its charts' library within it.</summary>
    public static string RenderAlone(string title, string main, ReportOptions options, bool hasCharts)
    {
        // The script looks for an element of the library's name before it looks beside the page.
        string library = hasCharts
            ? $"<script type=\"text/plain\" id=\"{PageLibraries.Charts}\">{PageLibraries.PackedCharts()}</script>\n"
            : "";
        return Render(title, main + library, options, hasCharts ? ChartsBeside : "");
    }

    private static string Render(string title, string main, ReportOptions options, string libraries)
    {
        string notice = options.Notice is { } text
            ? $"<div class=\"notice\" role=\"note\">{Html.Escape(text)}</div>\n" : "";
        string name = title == options.Title ? title : $"{title} · {options.Title}";
        return $"""
            <!DOCTYPE html>
            <html lang="{Html.Escape(options.Language)}">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta http-equiv="Content-Security-Policy" content="{Policy}">
            <title>{Html.Escape(name)}</title>
            <link rel="icon" href="data:,">
            <style>
            {Style}</style>
            </head>
            <body>
            <a class="skip" href="#content">Skip to content</a>
            {notice}{main}<script{libraries}>
            {Script}</script>
            </body>
            </html>

            """;
    }

    private static string Resource(string name)
    {
        using var stream = typeof(PageFrame).Assembly.GetManifestResourceStream("Reports/" + name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
