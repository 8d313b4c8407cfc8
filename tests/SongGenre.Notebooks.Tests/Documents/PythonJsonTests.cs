using System.Text;
using System.Text.Json.Nodes;
using SongGenre.Notebooks.Documents;

namespace SongGenre.Notebooks.Tests.Documents;

// Expected values: what Python 3.11 prints for json.dumps(json.loads(text), indent=1, sort_keys=True, ensure_ascii=False).
public class PythonJsonTests
{
    [Theory]
    [InlineData("1", "1")]
    [InlineData("-0", "0")]
    [InlineData("-0.0", "-0.0")]
    [InlineData("1.0", "1.0")]
    [InlineData("1.50", "1.5")]
    [InlineData("1E5", "100000.0")]
    [InlineData("1e15", "1000000000000000.0")]
    [InlineData("1e16", "1e+16")]
    [InlineData("123456789012345680.0", "1.2345678901234568e+17")]
    [InlineData("0.0001", "0.0001")]
    [InlineData("0.00001", "1e-05")]
    [InlineData("-1.5e-7", "-1.5e-07")]
    [InlineData("5e-324", "5e-324")]
    [InlineData("123456789012345678901234567890", "123456789012345678901234567890")]
    public void Numbers_are_written_as_Python_writes_them(string json, string expected) => Assert.Equal(expected, Written(json));

    [Theory]
    [InlineData("{\"\ue000\":1,\"🎵\":2,\"a\":{},\"B\":[]}", "{\n \"B\": [],\n \"a\": {},\n \"\ue000\": 1,\n \"🎵\": 2\n}")]
    [InlineData("[\"\\u00e4\\/\\u007f\\u001f\\t\\\\\", null, true]", "[\n \"ä/\u007f\\u001f\\t\\\\\",\n null,\n true\n]")]
    public void Keys_are_sorted_by_code_point_and_only_what_must_is_escaped(string json, string expected) => Assert.Equal(expected, Written(json));

    private static string Written(string json)
    {
        var text = new StringBuilder();
        PythonJson.Write(text, JsonNode.Parse(json));
        return text.ToString();
    }
}
