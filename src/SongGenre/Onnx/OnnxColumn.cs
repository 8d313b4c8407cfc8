namespace SongGenre.Onnx;

/// <summary>An input or an output of a graph.</summary>
internal sealed record OnnxColumn(string Name, ElementType Type);
