using System.Diagnostics;
using System.Globalization;
using Microsoft.Data.Analysis;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using SongGenre.Data;
using SongGenre.Onnx;

namespace SongGenre.Benchmarks;

/// <summary>
/// Scores generated songs, from texts and numbers to probabilities, by our own prediction and by ONNX Runtime on the
/// same model, in turn and on all cores. ONNX Runtime is given its tensors ready made, we a table.
/// </summary>
internal static class OnnxComparison
{
    private const int BatchRows = 50_000;
    private const int TrainingRows = 30_000;
    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;

    public static void Run(string[] args)
    {
        var count = args.Length > 0 ? int.Parse(args[0], Invariant) : 1_000_000;
        var training = CleanSongs(TrainingRows, 1);
        var model = GenreModel.Fit(
            training, [.. Enumerable.Range(0, training.Count)], new() { Forest = new() { OobScore = false } });
        var file = Path.GetTempFileName();
        try
        {
            OnnxFile.Write(model, file);
            using var session = new InferenceSession(file);
            var table = CleanSongs(count, 2).Table;
            Compare(model, session, table, new FileInfo(file).Length);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static void Compare(GenreModel model, InferenceSession session, DataFrame table, long bytes)
    {
        var rows = (int)table.Rows.Count;
        int[][] batches = [.. Enumerable.Range(0, rows).Chunk(BatchRows)];
        var inputs = Array.ConvertAll(batches, batch => Inputs(session, table, batch));
        model.Predict(table, batches[0]);
        Score(session, inputs[0]);

        var (ours, ourSeconds) = Timed(() => Array.ConvertAll(batches, batch => model.Predict(table, batch)));
        var (theirs, theirSeconds) = Timed(() => Array.ConvertAll(inputs, batch => Score(session, batch)));
        var largest = 0.0;
        var labels = 0;
        foreach (var (mine, other) in ours.Zip(theirs))
        {
            for (var row = 0; row < mine.Rows; row++)
            {
                if (model.Genres[mine.Predicted(row)] != other.Labels[row]) labels++;
                for (var c = 0; c < mine.Classes; c++)
                    largest = Math.Max(largest, Math.Abs(mine[row, c] - other.Probabilities[(row * mine.Classes) + c]));
            }
        }

        Console.WriteLine(string.Create(Invariant, $"""
            {rows:N0} generated songs in batches of {BatchRows:N0}, {Environment.ProcessorCount} cores,
            ONNX Runtime {OrtEnv.Instance().GetVersionString()}, a file of {bytes / 1e6:0.0} MB

            | | seconds | songs per second | ratio |
            | --- | --- | --- | --- |
            | SongGenre | {ourSeconds:0.00} | {rows / ourSeconds:N0} | 1.0 |
            | ONNX Runtime | {theirSeconds:0.00} | {rows / theirSeconds:N0} | {theirSeconds / ourSeconds:0.0} |

            Different labels: {labels}. Largest difference of a probability: {largest:0.0e0}.
            """));
    }

    private static CleanSongs CleanSongs(int rows, int seed)
    {
        // Only reading makes songs of a table.
        var file = Path.ChangeExtension(Path.GetTempFileName(), ".parquet");
        try
        {
            TableFile.Write(SongSample.Generate(rows, seed), file);
            return SongData.Read(file).Clean(dropDuplicates: false);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static (T Result, double Seconds) Timed<T>(Func<T> run)
    {
        GC.Collect();
        var clock = Stopwatch.StartNew();
        var result = run();
        return (result, clock.Elapsed.TotalSeconds);
    }

    private static (string[] Labels, float[] Probabilities) Score(InferenceSession session, NamedOnnxValue[] inputs)
    {
        using var results = session.Run(inputs, ["label", "probabilities"]);
        return ([.. results[0].AsTensor<string>()], results[1].AsTensor<float>().ToArray());
    }

    private static NamedOnnxValue[] Inputs(InferenceSession session, DataFrame table, int[] rows) =>
        [.. session.InputMetadata.Select(input => Input(input.Key, input.Value, table.Columns[input.Key], rows))];

    private static NamedOnnxValue Input(string name, NodeMetadata type, DataFrameColumn column, int[] rows) =>
        type.ElementType == typeof(string)
            ? NamedOnnxValue.CreateFromTensor(name, new DenseTensor<string>(
                Array.ConvertAll(rows, row => column[row] as string ?? ""), [rows.Length, 1]))
            : NamedOnnxValue.CreateFromTensor(name, new DenseTensor<double>(
                Array.ConvertAll(rows, row => Convert.ToDouble(column[row] ?? double.NaN, Invariant)),
                [rows.Length, 1]));
}
