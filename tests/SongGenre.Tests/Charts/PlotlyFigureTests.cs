using System.Text.Json.Nodes;
using SongGenre.Charts;

namespace SongGenre.Tests.Charts;

public class PlotlyFigureTests
{
    public static IEnumerable<TheoryDataRow<string>> Kinds => ChartGallery.Kinds;

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_figure_has_data_and_layout_alone_and_titles_as_objects(string kind)
    {
        var figure = Parse(ChartGallery.Get(kind));

        Assert.Equal(["data", "layout"], figure.Select(part => part.Key));
        Assert.NotEmpty(figure["data"]!.AsArray());
        var layout = figure["layout"]!;
        foreach (var holder in new[] { layout, layout["xaxis"], layout["yaxis"] }.OfType<JsonNode>())
        {
            Assert.IsType<string>(holder["title"]!["text"]!.GetValue<string>());
            Assert.Null(holder["titlefont"]);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_figure_is_small_and_knows_no_NaN(string kind)
    {
        var json = ChartGallery.Get(kind).ToPlotlyJson();

        Assert.DoesNotContain("NaN", json, StringComparison.Ordinal);
        Assert.DoesNotContain("Infinity", json, StringComparison.Ordinal);
        Assert.InRange(json.Length, 500, 6_000);
    }

    [Fact]
    public void A_missing_value_is_null_and_numbers_are_rounded_to_six_digits()
    {
        var figure = Parse(Chart.Bar(["a", "b", "c"], [3038, double.NaN, 1 / 3.0], "t", "v", "f"));

        Assert.Equal("[3038,null,0.333333]", figure["data"]![0]!["x"]!.ToJsonString());
    }

    [Fact]
    public void A_bar_s_interval_is_given_as_distances_from_its_value()
    {
        var error = Parse(Chart.Bar(["a"], [2], "t", "v", "f", intervals: [(1.5, 4)]))["data"]![0]!["error_x"]!;

        Assert.Equal("[2]", error["array"]!.ToJsonString());
        Assert.Equal("[0.5]", error["arrayminus"]!.ToJsonString());
    }

    [Fact]
    public void A_box_is_drawn_from_quantiles_as_numpy_computes_them()
    {
        // numpy.quantile([1, 2, 3, 4, 5], [0.05, 0.25, 0.5, 0.75, 0.95]) = 1.2, 2, 3, 4, 4.8
        var box = Parse(Chart.Box([("a", [5, 1, 4, 2, 3])], "t", "v", "f"))["data"]![0]!;

        Assert.Equal(
            ["[1.2]", "[2]", "[3]", "[4]", "[4.8]"],
            new[] { "lowerfence", "q1", "median", "q3", "upperfence" }.Select(key => box[key]!.ToJsonString()));
    }

    [Theory]
    [InlineData(0.949, 0.957, 0.949)]
    [InlineData(0.2, 0.9, 0)]
    [InlineData(-0.1, 0.9, -0.1)]
    public void A_heatmap_s_colours_begin_at_zero_unless_all_values_would_look_alike(double smallest, double largest, double low)
    {
        var map = Parse(Chart.Heatmap(new[,] { { smallest, largest } }, ["r"], ["a", "b"], "t", "r", "c", "s", "f"))["data"]![0]!;

        Assert.Equal((low, largest), (map["zmin"]!.GetValue<double>(), map["zmax"]!.GetValue<double>()));
    }

    [Fact]
    public void A_histogram_s_steps_are_each_group_s_share_of_rows()
    {
        var trace = Parse(Chart.Histogram([("a", [0, 1, 1, 4])], "t", "v", "f", bins: 2))["data"]![0]!;

        Assert.Equal("[0,0,2,2,4,4]", trace["x"]!.ToJsonString());
        Assert.Equal("[0,0.75,0.75,0.25,0.25,0]", trace["y"]!.ToJsonString());
    }

    [Fact]
    public void A_line_keeps_its_corners_and_drops_what_lies_between_them()
    {
        double[] x = [.. Enumerable.Range(0, 1_001).Select(i => i / 1_000.0)];
        double[] y = [.. x.Select(value => Math.Min(2 * value, 1))];

        var trace = Parse(Chart.Line([("a", x, y)], "t", "x", "y", "f"))["data"]![0]!;

        Assert.Equal("[0,0.5,1]", trace["x"]!.ToJsonString());
        Assert.Equal("[0,1,1]", trace["y"]!.ToJsonString());
    }

    [Fact]
    public void A_heatmap_s_diverging_colours_have_zero_in_their_middle()
    {
        var map = Parse(ChartGallery.Get("heatmap"))["data"]![0]!;

        Assert.Equal((-1, 1), (map["zmin"]!.GetValue<int>(), map["zmax"]!.GetValue<int>()));
        Assert.Equal("[0.5,\"#F7F7F7\"]", map["colorscale"]![4]!.ToJsonString());
        Assert.Equal("[[1,0.25,null],[0.5,0,-0.125]]", map["z"]!.ToJsonString());
        Assert.Equal("""["1.00","0.25","—"]""", map["text"]![0]!.ToJsonString(new()
        {
            Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        }));
    }

    [Fact]
    public void Text_reaches_the_page_as_text()
    {
        var figure = Parse(Chart.Bar([ChartGallery.Hostile], [1], ChartGallery.Hostile, ChartGallery.Hostile, "f"));

        const string escaped = "&lt;script&gt;alert(1)&lt;/script&gt; &amp; \"co\"";
        Assert.Equal(escaped, figure["layout"]!["title"]!["text"]!.GetValue<string>());
        Assert.Equal(escaped, figure["layout"]!["xaxis"]!["title"]!["text"]!.GetValue<string>());
        Assert.Equal(
            escaped, figure["data"]![0]!["y"]![0]!.GetValue<string>().Replace("<br>", " ", StringComparison.Ordinal));
    }

    [Fact]
    public void The_width_is_the_page_s_unless_it_was_asked_for()
    {
        Assert.Null(Parse(ChartGallery.Get("bar"))["layout"]!["width"]);
        Assert.Equal(640, Parse(ChartGallery.Get("bar").WithSize(640, 360))["layout"]!["width"]!.GetValue<int>());
    }

    private static JsonObject Parse(Chart chart) => JsonNode.Parse(chart.ToPlotlyJson())!.AsObject();
}
