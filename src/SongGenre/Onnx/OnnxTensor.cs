using System.Buffers.Binary;

namespace SongGenre.Onnx;

/// <summary>A constant tensor; field numbers are those of <c>TensorProto</c> in onnx.proto.</summary>
internal sealed class OnnxTensor
{
    private readonly ElementType _type;
    private readonly long[] _shape;
    private readonly Action<ProtoWriter> _data;

    private OnnxTensor(ElementType type, long[] shape, Action<ProtoWriter> data)
    {
        _type = type;
        _shape = shape;
        _data = data;
    }

    /// <summary>Doubles that may be made only while they are written; there must be <paramref name="count"/>.</summary>
    public static OnnxTensor Of(IEnumerable<double> values, long count, params long[] shape) =>
        new(ElementType.Double, shape.Length == 0 ? [count] : shape, proto =>
            proto.Raw(9, count * sizeof(double), put =>
            {
                var bytes = new byte[sizeof(double)];
                foreach (var value in values)
                {
                    BinaryPrimitives.WriteDoubleLittleEndian(bytes, value);
                    put(bytes);
                }
            }));

    public static OnnxTensor Of(double[] values, params long[] shape) => Of(values, values.Length, shape);

    public static OnnxTensor Of(double value) => new(ElementType.Double, [], proto => proto.Raw(9, sizeof(double), put =>
    {
        var bytes = new byte[sizeof(double)];
        BinaryPrimitives.WriteDoubleLittleEndian(bytes, value);
        put(bytes);
    }));

    public static OnnxTensor Of(float[] values, params long[] shape) => new(ElementType.Float, shape, proto =>
        proto.Raw(9, (long)values.Length * sizeof(float), put =>
        {
            var bytes = new byte[sizeof(float)];
            foreach (var value in values)
            {
                BinaryPrimitives.WriteSingleLittleEndian(bytes, value);
                put(bytes);
            }
        }));

    public static OnnxTensor Of(float value) => new(ElementType.Float, [], proto => proto.Raw(9, sizeof(float), put =>
    {
        var bytes = new byte[sizeof(float)];
        BinaryPrimitives.WriteSingleLittleEndian(bytes, value);
        put(bytes);
    }));

    public static OnnxTensor Of(bool value) => new(ElementType.Bool, [], proto => proto.Integers(5, [value ? 1 : 0]));

    public static OnnxTensor Of(bool[] values) =>
        new(ElementType.Bool, [values.Length], proto => proto.Integers(5, values.Select(value => value ? 1L : 0)));

    public static OnnxTensor Of(long value) => new(ElementType.Int64, [], proto => proto.Integers(7, [value]));

    public static OnnxTensor Of(long[] values, params long[] shape) =>
        new(ElementType.Int64, shape.Length == 0 ? [values.Length] : shape, proto => proto.Integers(7, values));

    public static OnnxTensor Of(string value) => new(ElementType.Text, [], proto => proto.Text(6, value));

    public static OnnxTensor Of(IReadOnlyList<string> values, params long[] shape) =>
        new(ElementType.Text, shape.Length == 0 ? [values.Count] : shape, proto =>
        {
            foreach (var value in values) proto.Text(6, value);
        });

    public void Write(ProtoWriter proto, string name)
    {
        proto.Integers(1, _shape);
        proto.Integer(2, (int)_type);
        _data(proto);
        proto.Text(8, name);
    }
}
