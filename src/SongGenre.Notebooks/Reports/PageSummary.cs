using Markdig.Syntax;
using SongGenre.Notebooks.Documents;

namespace SongGenre.Notebooks.Reports;

/// <summary>What the index tells of a page: its title, its finding, its first chart.</summary>
/// <param name="Title">The first heading's words; the page's name when it has none.</param>
/// <param name="Finding">The text under that heading, up to two paragraphs, as HTML.</param>
/// <param name="Thumbnail">The first picture of the first chart; null when there is none.</param>
internal sealed record PageSummary(string Title, string Finding, Picture? Thumbnail)
{
    private const int Paragraphs = 2;

    public static PageSummary Of(ReportPage page)
    {
        string? title = null;
        var finding = new MarkdownDocument();
        foreach (var cell in page.Notebook.Cells.Where(c => c.Kind == CellKind.Markdown && CellView.IsShown(c)))
        {
            bool ended = false;
            foreach (var block in MarkdownProse.Parse(cell.Source).ToList())
            {
                if (block is HeadingBlock heading)
                {
                    ended = title is not null;
                    title ??= MarkdownProse.Text(heading.Inline);
                }
                else if (title is not null && block is ParagraphBlock && finding.Count < Paragraphs)
                {
                    block.Parent!.Remove(block);
                    finding.Add(block);
                }
                if (ended) break;
            }
            if (ended || finding.Count > 0) break;
        }
        var thumbnail = page.Notebook.Cells.Where(CellView.ShowsOutputs).SelectMany(c => c.Outputs)
            .OfType<DisplayOutput>().Select(Picture.Of).FirstOrDefault(p => p is not null);
        return new(title ?? page.Name, MarkdownProse.RenderForElsewhere(finding, PageFrame.Address(page)), thumbnail);
    }
}
