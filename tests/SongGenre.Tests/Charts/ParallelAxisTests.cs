using System.Text.Json.Nodes;
using SongGenre.Charts;

namespace SongGenre.Tests.Charts;

public class ParallelAxisTests
{
    [Fact]
    public void Numbers_lie_between_the_least_and_the_greatest()
    {
        var axis = ParallelAxis.Of("depth", ["5", "13", "9"]);
        Assert.Null(axis.Words);
        Assert.Equal([0, 1, 0.5], axis.Places());
        Assert.Equal([(0, "5"), (0.25, "7"), (0.5, "9"), (0.75, "11"), (1, "13")], axis.Ticks());
    }

    [Fact]
    public void Words_stand_above_numbers_and_numbers_in_their_order()
    {
        var axis = ParallelAxis.Of("depth", ["null", "13", "9", "13", "auto"]);
        Assert.Equal(["9", "13", "auto", "null"], axis.Words);
        Assert.Equal([1, 1 / 3.0, 0, 1 / 3.0, 2 / 3.0], axis.Places());
    }

    [Fact]
    public void A_list_of_numbers_is_a_word()
    {
        var axis = ParallelAxis.Of("terms", ["10,100,1000", "1e1"]);
        Assert.Equal(["1e1", "10,100,1000"], axis.Words);
    }

    [Fact]
    public void A_missing_value_has_a_place_of_its_own_below()
    {
        var axis = ParallelAxis.Of("depth", ["", "5", "13"]);
        Assert.Equal([0, 1], axis.Places()[1..]);
        Assert.InRange(axis.Places()[0], -0.2, -0.1);
        Assert.Equal("—", axis.Ticks()[0].Text);
        Assert.Equal([0.5, 0.5], ParallelAxis.Of("same", ["7", "7"]).Places());
    }

    [Fact]
    public void The_interactive_face_has_a_dimension_for_each_axis_and_no_other_axes()
    {
        var chart = Chart.ParallelCoordinates(
            [ParallelAxis.Of("group", ["A", "B"]), new("AUC", [0.9, 0.8])], "Runs", "A leads.");
        var figure = JsonNode.Parse(chart.ToPlotlyJson())!;
        Assert.Null(figure["layout"]!["xaxis"]);
        var trace = figure["data"]![0]!;
        Assert.Equal("parcoords", (string)trace["type"]!);
        Assert.Equal(["group", "AUC"], trace["dimensions"]!.AsArray().Select(each => (string)each!["label"]!));
        Assert.Equal([1, 0], trace["dimensions"]![1]!["values"]!.AsArray().Select(value => (double)value!));
        Assert.Equal([0, 1], trace["line"]!["color"]!.AsArray().Select(value => (int)value!));
    }

    [Fact]
    public void One_axis_or_axes_of_other_lengths_are_refused()
    {
        Assert.Throws<ArgumentException>(() => Chart.ParallelCoordinates([new("a", [1])], "t", "f"));
        Assert.Throws<ArgumentException>(() => Chart.ParallelCoordinates([new("a", [1]), new("b", [1, 2])], "t", "f"));
    }
}
