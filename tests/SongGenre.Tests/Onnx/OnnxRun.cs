using System.Globalization;
using Microsoft.Data.Analysis;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using SongGenre.Onnx;
using SongGenre.Tests.Data;

namespace SongGenre.Tests.Onnx;

/// <summary>Runs exported graphs in ONNX Runtime, an implementation of ONNX that isn't ours.</summary>
internal sealed class OnnxRun : IDisposable
{
    private readonly InferenceSession _session;

    private OnnxRun(byte[] model) => _session = new(model);

    /// <summary>A session of an exported model.</summary>
    public OnnxRun(GenreModel model)
        : this(Export(model))
    {
    }

    /// <summary>A session of a stage.</summary>
    public OnnxRun(OnnxGraph graph)
        : this(Bytes(file => OnnxFile.Write(graph, [], file)))
    {
    }

    public InferenceSession Session => _session;

    public static byte[] Export(GenreModel model) => Bytes(file => OnnxFile.Write(model, file));

    private static byte[] Bytes(Action<string> write)
    {
        using var folder = new TemporaryFolder();
        var file = folder["model.onnx"];
        write(file);
        return File.ReadAllBytes(file);
    }

    public void Dispose() => _session.Dispose();

    /// <summary>Labels and probabilities of rows of a table.</summary>
    public (string[] Labels, float[] Probabilities) Score(DataFrame table, int[] rows)
    {
        using var results = _session.Run(
            [.. _session.InputMetadata.Select(input => Input(input.Key, input.Value, table, rows))]);
        return (
            [.. results.Single(r => r.Name == "label").AsTensor<string>()],
            [.. results.Single(r => r.Name == "probabilities").AsTensor<float>()]);
    }

    /// <summary>Weights of texts by a graph with one input and one output.</summary>
    public double[] Weigh(string[] texts)
    {
        var input = new DenseTensor<string>(texts, [texts.Length, 1]);
        using var results = _session.Run([NamedOnnxValue.CreateFromTensor(_session.InputNames[0], input)]);
        return [.. results[0].AsTensor<double>()];
    }

    private static NamedOnnxValue Input(string name, NodeMetadata type, DataFrame table, int[] rows)
    {
        var column = table.Columns[name];
        int[] shape = [rows.Length, 1];
        return type.ElementType == typeof(string)
            ? NamedOnnxValue.CreateFromTensor(
                name, new DenseTensor<string>(Array.ConvertAll(rows, row => column[row] as string ?? ""), shape))
            : NamedOnnxValue.CreateFromTensor(name, new DenseTensor<double>(Array.ConvertAll(
                rows, row => Convert.ToDouble(column[row] ?? double.NaN, CultureInfo.InvariantCulture)), shape));
    }
}
