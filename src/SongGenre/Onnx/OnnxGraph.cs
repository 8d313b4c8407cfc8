using System.Globalization;

namespace SongGenre.Onnx;

/// <summary>
/// A graph that stages add to. Each value has a name that is unique in the whole model: made of its operator and a
/// number. Field numbers are those of onnx.proto.
/// </summary>
internal sealed class OnnxGraph
{
    private const string Main = "";

    private readonly string _name;
    private readonly OnnxGraph? _outer;
    private readonly List<Action<ProtoWriter>> _nodes = [];
    private readonly List<(string Name, OnnxTensor Value)> _constants = [];
    private readonly List<(string Name, ElementType Type, string[] Shape)> _inputs = [];
    private readonly List<(string Name, ElementType Type, string[] Shape)> _outputs = [];
    private readonly SortedSet<string> _domains = new(StringComparer.Ordinal);
    private int _values;

    public OnnxGraph(string name) => _name = name;

    private OnnxGraph(string name, OnnxGraph outer)
        : this(name) => _outer = outer;

    /// <summary>The domains of all operators in use; the empty one is ai.onnx.</summary>
    public IReadOnlyCollection<string> Domains => _domains;

    /// <summary>What goes in, in the order of its declaration.</summary>
    public IReadOnlyList<OnnxColumn> Inputs => [.. _inputs.Select(input => new OnnxColumn(input.Name, input.Type))];

    /// <summary>What comes out, in the order of its declaration.</summary>
    public IReadOnlyList<OnnxColumn> Outputs =>
        [.. _outputs.Select(output => new OnnxColumn(output.Name, output.Type))];

    /// <summary>A graph that runs inside a node of this one, whose values it may use.</summary>
    public OnnxGraph Inner(string name) => new(name, this);

    /// <summary>Declares an input; a dimension that is no number is one that varies.</summary>
    public string Input(string name, ElementType type, params string[] shape)
    {
        _inputs.Add((name, type, shape));
        return name;
    }

    /// <summary>Declares a value that was added under its own name as an output.</summary>
    public void Output(string name, ElementType type, params string[] shape) => _outputs.Add((name, type, shape));

    public string Constant(OnnxTensor value)
    {
        var name = Unique("constant");
        _constants.Add((name, value));
        return name;
    }

    /// <summary>A value's number of rows, as a list of one.</summary>
    public string Rows(string value) =>
        Add("Shape", [value], OnnxAttribute.Of("start", 0), OnnxAttribute.Of("end", 1));

    /// <summary>Adds a node of ai.onnx.</summary>
    /// <returns>The name of its output.</returns>
    public string Add(string op, string[] inputs, params OnnxAttribute[] attributes) =>
        Add(Main, op, inputs, attributes);

    /// <summary>Adds a node of any domain.</summary>
    /// <returns>The name of its output.</returns>
    public string Add(string domain, string op, string[] inputs, params OnnxAttribute[] attributes)
    {
        var output = Unique(op);
        Add(domain, op, inputs, [output], attributes);
        return output;
    }

    /// <summary>Adds a node whose outputs have names.</summary>
    public void Add(string domain, string op, string[] inputs, string[] outputs, params OnnxAttribute[] attributes)
    {
        UseDomain(domain);
        _nodes.Add(proto =>
        {
            foreach (var input in inputs) proto.Text(1, input);
            foreach (var output in outputs) proto.Text(2, output);
            proto.Text(3, "node_" + outputs[0]);
            proto.Text(4, op);
            foreach (var attribute in attributes) proto.Message(5, () => attribute.Write(proto));
            if (domain != Main) proto.Text(7, domain);
        });
    }

    public void Write(ProtoWriter proto)
    {
        foreach (var node in _nodes) proto.Message(1, () => node(proto));
        proto.Text(2, _name);
        foreach (var (name, value) in _constants) proto.Message(5, () => value.Write(proto, name));
        foreach (var input in _inputs) proto.Message(11, () => WriteValue(proto, input));
        foreach (var output in _outputs) proto.Message(12, () => WriteValue(proto, output));
    }

    private static void WriteValue(ProtoWriter proto, (string Name, ElementType Type, string[] Shape) value)
    {
        proto.Text(1, value.Name);
        proto.Message(2, () => proto.Message(1, () =>
        {
            proto.Integer(1, (int)value.Type);
            proto.Message(2, () =>
            {
                foreach (var size in value.Shape) proto.Message(1, () => WriteSize(proto, size));
            });
        }));
    }

    private static void WriteSize(ProtoWriter proto, string size)
    {
        var isNumber = long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        if (isNumber) proto.Integer(1, number);
        else proto.Text(2, size);
    }

    private void UseDomain(string domain)
    {
        _domains.Add(domain);
        _outer?.UseDomain(domain);
    }

    public string Unique(string kind) =>
        _outer?.Unique(kind) ?? string.Create(CultureInfo.InvariantCulture, $"{kind}_{_values++}");
}
