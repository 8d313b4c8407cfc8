using System.Text.Json.Nodes;
using SongGenre.Features;

namespace SongGenre.Tests.Features;

public class FeaturePipelineJsonTests
{
    private static FeaturePipeline Fit(string set, bool scale) => FeaturePipeline.Fit(
        SmallSongs.Create(),
        [0, 1, 2, 3],
        new() { Set = set, Scale = scale },
        new() { Binary = false, SublinearTf = true, NgramRange = new(1, 2) });

    [Theory]
    [InlineData("audio", false)]
    [InlineData("audio+song_name", true)]
    [InlineData("all", true)]
    public void Reads_back_to_the_same_bits(string set, bool scale)
    {
        var written = Fit(set, scale);
        var json = written.ToJson().ToJsonString();
        var read = FeaturePipeline.FromJson(JsonNode.Parse(json)!, "features.json");
        Assert.Equal(json, read.ToJson().ToJsonString());
        Assert.Equal(written.Columns, read.Columns);
        var table = SmallSongs.Create().Table;
        var (before, after) = (written.Transform(table, [0, 1, 2, 3, 4, 5]), read.Transform(table, [0, 1, 2, 3, 4, 5]));
        for (var c = 0; c < before.Columns.Count; c++)
        {
            Assert.Equal(before.Numbers.Columns[c].Indices, after.Numbers.Columns[c].Indices);
            Assert.Equal(before.Numbers.Columns[c].Values, after.Numbers.Columns[c].Values);
        }
    }

    [Theory]
    [InlineData("set", null, "set is missing; the file is damaged, train the model again.")]
    [InlineData("set", "\"text\"", "set is 'text'; it must be audio, audio+song_name or all.")]
    [InlineData("scale", "1", "scale can't be used: it must be true or false; the file is damaged, train the model again.")]
    [InlineData("numerical", "[]", "numerical can't be used: it must be an object; the file is damaged, train the model again.")]
    [InlineData("numerical.tempo.median", null, "numerical.tempo.median is missing; the file is damaged, train the model again.")]
    [InlineData("numerical.tempo.median", "1e999", "numerical.tempo.median can't be used: it must be a finite number; the file is damaged, train the model again.")]
    [InlineData("numerical.tempo.median", "\"NaN\"", "numerical.tempo.median can't be used: it must be a finite number; the file is damaged, train the model again.")]
    [InlineData("numerical.tempo.scale", "0", "numerical.tempo.scale can't be used: it must be above 0; the file is damaged, train the model again.")]
    [InlineData("categorical.key.categories", "[1, 1]", "categorical.key.categories can't be used: the numbers must be ascending; the file is damaged, train the model again.")]
    [InlineData("categorical.key.categories", "[1, null]", "categorical.key.categories[1] can't be used: it must be a finite number; the file is damaged, train the model again.")]
    [InlineData("text", null, "text is missing; the file is damaged, train the model again.")]
    [InlineData("text.terms", "[]", "text.terms can't be used: it must hold terms; the file is damaged, train the model again.")]
    [InlineData("text.terms", "[\"a\", \"a\"]", "text.idf can't be used: it holds 10 numbers for 2 terms; the file is damaged, train the model again.")]
    [InlineData("text.terms", "[7]", "text.terms[0] can't be used: it must be a text; the file is damaged, train the model again.")]
    [InlineData("text.idf", "{}", "text.idf can't be used: it must be a list; the file is damaged, train the model again.")]
    [InlineData("text.ngram_range", "[1]", "text.ngram_range can't be used: it must hold two integers; the file is damaged, train the model again.")]
    [InlineData("text.ngram_range", "[1, 2000000000]", "text.ngram_range is [1, 2000000000]; it must be two integers from 1 to 10, the first not above the second.")]
    [InlineData("text.ngram_range", "[1, 4000000000]", "text.ngram_range[1] can't be used: it must be an integer; the file is damaged, train the model again.")]
    public void Refuses_what_is_damaged_with_its_place(string path, string? value, string message)
    {
        var json = JsonNode.Parse(Fit("all", scale: true).ToJson().ToJsonString())!;
        var keys = path.Split('.');
        var parent = keys[..^1].Aggregate(json, (node, key) => node[key]!).AsObject();
        if (value is null) parent.Remove(keys[^1]);
        else parent[keys[^1]] = JsonNode.Parse(value);
        var error = Assert.Throws<SongGenreException>(() => FeaturePipeline.FromJson(json, "features.json"));
        Assert.Equal("features.json: " + message, error.Message);
    }

    [Theory]
    [InlineData("terms", "\"ab\", \"aa\"", "text.terms can't be used: term 1 must follow the one before it in order")]
    [InlineData("terms", "\"ab\", \"ab\"", "text.terms can't be used: term 1 must follow the one before it in order")]
    [InlineData("idf", "1, 1e300", "text.idf can't be used: number 1 must be from 1 to 23")]
    [InlineData("idf", "-1, 2", "text.idf can't be used: number 0 must be from 1 to 23")]
    public void Refuses_terms_and_weights_that_no_fit_gives(string key, string items, string message)
    {
        var json = JsonNode.Parse(Fit("all", scale: false).ToJson().ToJsonString())!;
        json["text"]!["terms"] = new JsonArray("aa", "ab");
        json["text"]!["idf"] = new JsonArray(1.5, 2.5);
        json["text"]![key] = JsonNode.Parse($"[{items}]");
        var error = Assert.Throws<SongGenreException>(() => FeaturePipeline.FromJson(json, "features.json"));
        Assert.StartsWith("features.json: " + message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_nodes_that_are_no_JSON()
    {
        foreach (var node in new[] { JsonValue.Create(double.NaN), JsonNode.Parse("[\"\\ud800\"]")! })
        {
            var error = Assert.Throws<SongGenreException>(() => FeaturePipeline.FromJson(node, "features.json"));
            Assert.Equal("features.json: the features aren't valid JSON; train the model again.", error.Message);
        }
    }
}
