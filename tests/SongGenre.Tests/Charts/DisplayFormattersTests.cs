using Microsoft.DotNet.Interactive.Formatting;
using SongGenre.Charts;

namespace SongGenre.Tests.Charts;

public class DisplayFormattersTests
{
    [Fact]
    public void A_chart_is_displayed_as_figure_picture_and_text()
    {
        var chart = ChartGallery.Get("bar");

        var faces = Faces(chart);

        Assert.Equal(["application/vnd.plotly.v1+json", "image/png", "text/plain"], faces.Keys);
        Assert.Equal(chart.ToPlotlyJson(), faces["application/vnd.plotly.v1+json"]);
        Assert.Equal(chart.ToPng(), Convert.FromBase64String(faces["image/png"]));
        Assert.Equal(chart.Finding, faces["text/plain"]);
    }

    [Fact]
    public void A_table_is_displayed_as_html_and_text()
    {
        var table = Table.From([new { genre = "dnb" }], "Genres");

        var faces = Faces(table);

        Assert.Equal(["text/html", "text/plain"], faces.Keys);
        Assert.Equal(table.ToHtml(), faces["text/html"]);
        Assert.Equal(table.ToString(), faces["text/plain"]);
    }

    [Fact]
    public void A_data_frame_is_displayed_as_a_table_of_its_first_ten_rows()
    {
        var frame = TableTests.Frame(12);

        var faces = Faces(frame);

        Assert.Equal(["text/html", "text/plain"], faces.Keys);
        Assert.Equal(Table.From(frame, 10).ToHtml(), faces["text/html"]);
        Assert.Equal(Table.From(frame, 10).ToString(), faces["text/plain"]);
    }

    /// <summary>What a notebook host asks of the formatter for one displayed value.</summary>
    private static Dictionary<string, string> Faces(object value) => Formatter.GetPreferredMimeTypesFor(value.GetType())
        .ToDictionary(mimeType => mimeType, value.ToDisplayString);
}
