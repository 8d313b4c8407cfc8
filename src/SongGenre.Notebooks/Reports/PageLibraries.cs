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
            var source = Path.Combine(Path.GetDirectoryName(typeof(PageLibraries).Assembly.Location)!, Charts);
            using var stream = File.OpenRead(source);
            AtomicFile.Write(Path.Combine(folder, Charts), stream.CopyTo);
        }

        if (notebooks.Any(HasDiagram))
        {
            using var resource = typeof(PageLibraries).Assembly.GetManifestResourceStream($"Reports/{Diagrams}.gz")!;
            using var stream = new GZipStream(resource, CompressionMode.Decompress);
            AtomicFile.Write(Path.Combine(folder, Diagrams), stream.CopyTo);
        }
    }

    private static bool Shows(Notebook notebook, string mime) =>
        Displays(notebook).Any(output => output.Data.ContainsKey(mime));

    private static IEnumerable<DisplayOutput> Displays(Notebook notebook) => notebook.Cells
        .Where(CellView.ShowsOutputs).SelectMany(cell => cell.Outputs).OfType<DisplayOutput>();

    [GeneratedRegex(@"^ {0,3}(```+|~~~+) *mermaid\b", RegexOptions.Multiline)]
    private static partial Regex MermaidFence();
}
