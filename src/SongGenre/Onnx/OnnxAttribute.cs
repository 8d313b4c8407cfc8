namespace SongGenre.Onnx;

/// <summary>A node's attribute; field numbers and types are those of <c>AttributeProto</c> in onnx.proto.</summary>
internal sealed class OnnxAttribute
{
    private readonly string _name;
    private readonly int _type;
    private readonly Action<ProtoWriter> _value;

    private OnnxAttribute(string name, int type, Action<ProtoWriter> value)
    {
        _name = name;
        _type = type;
        _value = value;
    }

    public static OnnxAttribute Of(string name, long value) => new(name, 2, proto => proto.Integer(3, value));

    public static OnnxAttribute Of(string name, string value) => new(name, 3, proto => proto.Text(4, value));

    public static OnnxAttribute Of(string name, OnnxTensor value) =>
        new(name, 4, proto => proto.Message(5, () => value.Write(proto, name)));

    public static OnnxAttribute Of(string name, OnnxGraph value) =>
        new(name, 5, proto => proto.Message(6, () => value.Write(proto)));

    /// <summary>Integers that may be made only while they are written.</summary>
    public static OnnxAttribute Of(string name, IEnumerable<long> values) =>
        new(name, 7, proto => proto.Integers(8, values));

    /// <summary>Texts that may be made only while they are written.</summary>
    public static OnnxAttribute Of(string name, IEnumerable<string> values) => new(name, 8, proto =>
    {
        foreach (var value in values) proto.Text(9, value);
    });

    public void Write(ProtoWriter proto)
    {
        proto.Text(1, _name);
        _value(proto);
        proto.Integer(20, _type);
    }
}
