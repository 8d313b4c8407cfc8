namespace SongGenre.Onnx;

/// <summary>What a tensor holds; <c>TensorProto.DataType</c> of onnx.proto.</summary>
internal enum ElementType
{
    Float = 1,
    Int64 = 7,
    Text = 8,
    Bool = 9,
    Double = 11,
}
