using System.Text.Json.Nodes;
using Markdig;
using Markdig.Extensions.AutoIdentifiers;
using Markdig.Extensions.Footnotes;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace SongGenre.Notebooks.Reports;

/// <summary>A page's Markdown cells as HTML, with one space of names for headings and footnotes.</summary>
internal sealed class MarkdownProse
{
    // Raw HTML is off: prose is text, and a page runs no script but its own and its notebook's outputs.
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder()
        .UsePipeTables().UseFootnotes().UseTaskLists().UseEmphasisExtras().UseDefinitionLists().UseAutoLinks()
        .UseAutoIdentifiers(AutoIdentifierOptions.GitHub).DisableHtml().Build();

    private readonly HashSet<string> anchors = new(StringComparer.Ordinal);
    private readonly List<(int Level, string Text, string Anchor)> headings = [];
    private int cells;

    public IReadOnlyList<(int Level, string Text, string Anchor)> Headings => headings;

    public static MarkdownDocument Parse(string markdown)
    {
        try
        {
            return Markdown.Parse(markdown, Pipeline);
        }
        catch (ArgumentException)
        {
            // Nested deeper than the parser goes, which no prose is: a reader gets the text as it stands.
            var text = new ContainerInline();
            text.AppendChild(new LiteralInline(markdown));
            return [new ParagraphBlock { Inline = text }];
        }
    }

    public string ToHtml(string markdown, JsonObject? attachments = null)
    {
        var document = Parse(markdown);
        foreach (var heading in document.Descendants<HeadingBlock>())
        {
            string anchor = Unique(heading.GetAttributes().Id ?? "section");
            heading.GetAttributes().Id = anchor;
            headings.Add((heading.Level, Text(heading.Inline), anchor));
        }
        foreach (var link in document.Descendants<LinkInline>()) Rewrite(link, attachments);

        string html = Render(document);
        // Each cell numbers its footnotes from 1. Prose cannot hold these strings itself: its quotes are escaped.
        string prefix = ++cells + "-";
        return html.Replace("\"fn:", "\"fn:" + prefix, StringComparison.Ordinal)
            .Replace("\"#fn:", "\"#fn:" + prefix, StringComparison.Ordinal)
            .Replace("\"fnref:", "\"fnref:" + prefix, StringComparison.Ordinal)
            .Replace("\"#fnref:", "\"#fnref:" + prefix, StringComparison.Ordinal);
    }

    /// <summary>The words of an inline without its marks.</summary>
    public static string Text(Inline? inline) => inline switch
    {
        LiteralInline literal => literal.Content.ToString(),
        CodeInline code => code.Content,
        LineBreakInline => " ",
        HtmlEntityInline entity => entity.Transcoded.ToString(),
        ContainerInline container => string.Concat(container.Select(Text)),
        _ => "",
    };

    private static string Render(MarkdownDocument document)
    {
        using var writer = new StringWriter { NewLine = "\n" };
        var renderer = new HtmlRenderer(writer);
        Pipeline.Setup(renderer);
        renderer.ObjectRenderers.ReplaceOrAdd<CodeBlockRenderer>(new ColouredCodeBlock());
        renderer.Render(document);
        return writer.ToString();
    }

    /// <summary>A piece of a page for another page beside it: its links lead where they led, its footnotes stay
    /// behind.</summary>
    public static string RenderForElsewhere(MarkdownDocument document, string page)
    {
        foreach (var link in document.Descendants<LinkInline>().ToList())
        {
            Rewrite(link, attachments: null);
            if (link.Url is ['#', ..]) link.Url = page + link.Url;
        }
        foreach (var footnote in document.Descendants<FootnoteLink>().ToList()) footnote.Remove();
        return Render(document);
    }

    private string Unique(string anchor)
    {
        string name = anchor;
        for (int n = 1; !anchors.Add(name); n++) name = $"{anchor}-{n}";
        return name;
    }

    private static void Rewrite(LinkInline link, JsonObject? attachments)
    {
        string url = link.Url ?? "";
        if (link.IsImage && url.StartsWith("attachment:", StringComparison.Ordinal))
            link.Url = Attachment(attachments, Uri.UnescapeDataString(url["attachment:".Length..])) ?? "";
        else if (Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" || url.StartsWith("//", StringComparison.Ordinal))
            link.IsImage = false; // A page loads nothing from elsewhere; a link still leads there.
        else if (url.Split('#', 2) is [var path, .. var fragment] && path.EndsWith(".ipynb", StringComparison.OrdinalIgnoreCase))
            link.Url = Path.ChangeExtension(path, ".html") + string.Concat(fragment.Select(f => "#" + f));
    }

    private static string? Attachment(JsonObject? attachments, string name) =>
        attachments?[name] is JsonObject bundle && bundle.FirstOrDefault() is { Key: { } type, Value: { } content }
            ? $"data:{type};base64,{MimeText.Of(content).ReplaceLineEndings("")}"
            : null;

    private sealed class ColouredCodeBlock : CodeBlockRenderer
    {
        protected override void Write(HtmlRenderer renderer, CodeBlock block)
        {
            string? language = (block as FencedCodeBlock)?.Info;
            renderer.EnsureLine();
            if (language == "mermaid")
            {
                renderer.Write(OutputHtml.Diagram(block.Lines.ToString().ReplaceLineEndings("\n")));
                return;
            }

            renderer.Write("<pre class=\"code\"><code>")
                .Write(CodeColours.ToHtml(block.Lines.ToString().ReplaceLineEndings("\n"), language))
                .WriteLine("</code></pre>");
        }
    }
}
