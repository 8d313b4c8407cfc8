using System.IO.Compression;
using System.Text.RegularExpressions;
using SongGenre.Notebooks.Documents;

namespace SongGenre.Notebooks.Reports;

/// <summary>The scripts that pages draw with. Each lies beside the pages if one of them has something for it to
/// draw.</summary>
internal static partial class PageLibraries
{
    public const string Charts = "plotly.min.js";
    public const string Diagrams = "mermaid.min.js";

    public static bool HasChart(Notebook notebook) => Shows(notebook, OutputHtml.Plotly);

    public static bool HasDiagram(Notebook notebook) => Shows(notebook, OutputHtml.Mermaid) || notebook.Cells
        .Where(cell => cell.Kind == CellKind.Markdown && CellView.IsShown(cell)).Select(cell => cell.Source)
        .Concat(Displays(notebook).Select(output => MimeText.Of(output.Data["text/markdown"])))
        .Any(prose => MermaidFence().IsMatch(prose));

    /// <summary>Writes the scripts that the notebooks' pages need.</summary>
    public static void Write(string folder, IReadOnlyList<Notebook> notebooks)
    {
        if (notebooks.Any(HasChart))
        {
            using var stream = OpenCharts();
            AtomicFile.Write(Path.Combine(folder, Charts), stream.CopyTo);
        }

        if (notebooks.Any(HasDiagram))
        {
            using var resource = typeof(PageLibraries).Assembly.GetManifestResourceStream($"Reports/{Diagrams}.gz")!;
            using var stream = new GZipStream(resource, CompressionMode.Decompress);
            AtomicFile.Write(Path.Combine(folder, Diagrams), stream.CopyTo);
        }
    }

    /// <summary>The charts' library for a page that stands alone: compressed by gzip, as base 64.</summary>
    public static string PackedCharts()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            using var stream = OpenCharts();
            stream.CopyTo(gzip);
        }

        return Convert.ToBase64String(packed.GetBuffer(), 0, (int)packed.Length);
    }

    private static FileStream OpenCharts() => File.OpenRead(
        Path.Combine(Path.GetDirectoryName(typeof(PageLibraries).Assembly.Location)!, Charts));

    private static bool Shows(Notebook notebook, string mime) =>
        Displays(notebook).Any(output => output.Data.ContainsKey(mime));

    private static IEnumerable<DisplayOutput> Displays(Notebook notebook) => notebook.Cells
        .Where(CellView.ShowsOutputs).SelectMany(cell => cell.Outputs).OfType<DisplayOutput>();

    [GeneratedRegex(@"^ {0,3}(```+|~~~+) *mermaid\b", RegexOptions.Multiline)]
    private static partial Regex MermaidFence();
}
