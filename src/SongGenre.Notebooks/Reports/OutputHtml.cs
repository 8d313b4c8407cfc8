using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using SongGenre.Notebooks.Documents;

namespace SongGenre.Notebooks.Reports;

/// <summary>A cell's outputs as HTML: of each, the richest face that a page can show.</summary>
internal static class OutputHtml
{
    public const string Plotly = "application/vnd.plotly.v1+json";
    public const string Mermaid = "text/vnd.mermaid";

    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // It is escaped for HTML afterwards.
    };

    public static string ToHtml(IEnumerable<Output> outputs, MarkdownProse prose)
    {
        var html = new StringBuilder();
        foreach (var output in outputs)
        {
            html.Append(output switch
            {
                StreamOutput { Name: "stderr" } stream => Text("stream stderr", stream.Text),
                StreamOutput stream => Text("stream", stream.Text),
                ErrorOutput error => Error(error),
                DisplayOutput display => Display(display, prose),
                _ => "",
            });
        }
        return html.ToString();
    }

    private static string Display(DisplayOutput output, MarkdownProse prose)
    {
        var data = output.Data;
        if (data[Plotly] is { } figure) return Chart(output, figure);
        if (data[Mermaid] is { } diagram) return $"<div class=\"output\">\n{Diagram(MimeText.Of(diagram))}</div>\n";
        if (data["text/html"] is { } html) return $"<div class=\"output html\">\n{MimeText.Of(html)}\n</div>\n";
        if (Picture.Of(output) is { } picture) return $"<figure class=\"output picture\">{picture.ToHtml()}</figure>\n";
        if (data["text/markdown"] is { } markdown)
            return $"<div class=\"output prose\">\n{prose.ToHtml(MimeText.Of(markdown))}</div>\n";
        if ((data["application/javascript"] ?? data["text/javascript"]) is { } script)
            return $"<script>\n{MimeText.Of(script)}\n</script>\n";
        if (data["application/json"] is { } json)
            return $"<pre class=\"output code\"><code>{CodeColours.ToHtml(json.ToJsonString(Indented), "json")}</code></pre>\n";
        return data["text/plain"] is { } plain ? Text("plain", MimeText.Of(plain)) : "";
    }

    /// <summary>A diagram's source; a script draws it and hides the source.</summary>
    public static string Diagram(string source) =>
        $"<pre class=\"diagram\">{Html.Escape(source.TrimEnd('\n'))}</pre>\n";

    // The picture is on the page from the start; a script puts the interactive chart in its place on a screen.
    private static string Chart(DisplayOutput output, JsonNode figure)
    {
        string caption = Html.OneLine(MimeText.Of(output.Data["text/plain"]), 600);
        string label = caption.Length > 0 ? caption : "Interactive chart";
        // The default encoder leaves no '<' that could end the script element.
        string json = (figure is JsonValue ? JsonNode.Parse(MimeText.Of(figure))! : figure).ToJsonString();
        return $"""
            <figure class="output chart">
            {Picture.Of(output)?.ToHtml()}<div class="plot" role="img" aria-label="{Html.Escape(label)}"></div>
            <script type="application/json">{json}</script>{(caption.Length > 0 ? $"\n<figcaption>{Html.Escape(caption)}</figcaption>" : "")}
            </figure>

            """;
    }

    private static string Error(ErrorOutput error)
    {
        string trace = string.Join('\n', error.Traceback);
        string details = trace.Length > 0 ? $"\n<pre>{AnsiText.ToHtml(trace)}</pre>" : "";
        return $"<div class=\"output error\" role=\"alert\"><p><strong>{Html.Escape(error.Name)}</strong> {AnsiText.ToHtml(error.Value)}</p>{details}</div>\n";
    }

    private static string Text(string kind, string text) =>
        $"<pre class=\"output {kind}\">{AnsiText.ToHtml(text.TrimEnd('\n'))}</pre>\n";
}
