using SongGenre.Data;

namespace SongGenre.Onnx;

/// <summary>The table's columns as inputs, each declared when it is first asked for.</summary>
internal sealed class InputStage(OnnxGraph graph, OnnxFace face)
{
    private static readonly HashSet<string> s_whole =
        [.. SongData.Card.Schema.Where(column => column.Type == "int64").Select(column => column.Name)];

    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    /// <summary>A column of numbers, <c>rows × 1</c> doubles; NaN is missing.</summary>
    public string Number(string name) => Once(name, () =>
    {
        if (face == OnnxFace.Matrices) return graph.Input(name, ElementType.Double, "rows", "1");
        var given = s_whole.Contains(name)
            ? graph.Add("Cast", [graph.Input(name, ElementType.Int64, "rows")],
                OnnxAttribute.Of("to", (long)ElementType.Double))
            : graph.Input(name, ElementType.Double, "rows");
        return graph.Add("Reshape", [given, graph.Constant(OnnxTensor.Of([-1L, 1L]))]);
    });

    /// <summary>A column of texts, <c>rows</c>; "" is missing.</summary>
    public string Text(string name) => Once(name, () => face == OnnxFace.Columns
        ? graph.Input(name, ElementType.Text, "rows")
        : graph.Add("Reshape",
            [graph.Input(name, ElementType.Text, "rows", "1"), graph.Constant(OnnxTensor.Of([-1L]))]));

    private string Once(string name, Func<string> add) =>
        _values.TryGetValue(name, out var value) ? value : _values[name] = add();
}
