using System.Text.Json.Nodes;
using SongGenre.Notebooks.Documents;
using SongGenre.Notebooks.Reports;

namespace SongGenre.Notebooks.Tests.Reports;

/// <summary>Notebooks as a run leaves them.</summary>
internal static class SamplePages
{
    /// <summary>A red picture of 2 × 1 pixels, encoded by Python's zlib and struct modules.</summary>
    public const string Png = "iVBORw0KGgoAAAANSUhEUgAAAAIAAAABCAIAAAB7QOjdAAAADUlEQVR4nGP4z8AARAAI/gH/xp559wAAAABJRU5ErkJggg==";

    public static Cell Prose(string source, string id = "prose") => new() { Kind = CellKind.Markdown, Id = id, Source = source };

    public static Cell Code(string source, params Output[] outputs) =>
        new() { Kind = CellKind.Code, Id = "code", Source = source, ExecutionCount = 1, Outputs = [.. outputs] };

    public static DisplayOutput Display(string mime, JsonNode content) => new(new JsonObject { [mime] = content }, []);

    public static DisplayOutput Chart(string finding = "B is twice A.") => new(new JsonObject
    {
        ["application/vnd.plotly.v1+json"] = JsonNode.Parse("""{"data":[{"type":"bar","x":["A</script>","B"],"y":[1,2]}],"layout":{"title":{"text":"T"}}}"""),
        ["image/png"] = Png,
        ["text/plain"] = finding,
    }, []);

    public static ReportPage Page(string name, params Cell[] cells) => new(name, new Notebook { Cells = [.. cells] });

    public static string Render(params Cell[] cells) => HtmlReport.Render(Page("page", cells), new ReportOptions());
}
