using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using SongGenre.Forest;

namespace SongGenre.Benchmarks.Compare;

/// <summary>
/// What a peer's process does: it says that its data is loaded, then obeys <c>fit</c>, <c>predict</c> and
/// <c>probabilities FILE</c>, a line each, and answers each with a line of JSON. The scripts in other languages do the
/// same.
/// </summary>
internal static class PeerLoop
{
    // Short predictions are repeated: a clock and a thread's start, or what else goes on, would be what is measured.
    private const double ShortestPrediction = 1;

    // Only what takes so many seconds leaves so much behind that it counts.
    private const double LeavesMuch = 0.1;

    /// <summary>Obeys until the input ends.</summary>
    /// <param name="versions">Who answers, with versions.</param>
    /// <param name="fit">Fits a model and returns how it predicts the test rows.</param>
    /// <param name="input">Commands.</param>
    /// <param name="output">Answers.</param>
    public static void Run(string versions, Func<Func<Probabilities>> fit, TextReader input, TextWriter output)
    {
        Func<Probabilities>? predict = null;
        Probabilities? last = null;
        GC.Collect();
        Answer($"{{\"ready\":{JsonSerializer.Serialize(versions)}}}");
        while (input.ReadLine() is { } line)
        {
            var seconds = 0.0;
            if (line == "fit")
            {
                // What the last model or prediction held is given back before the clock starts, in every language.
                (predict, last) = (null, null);
                GC.Collect();
                var start = Stopwatch.GetTimestamp();
                predict = fit();
                seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            }
            else if (line == "predict")
            {
                var runs = 0;
                do
                {
                    last = null;
                    if (runs == 0 || seconds > LeavesMuch * runs) GC.Collect();
                    var start = Stopwatch.GetTimestamp();
                    last = predict!();
                    seconds += Stopwatch.GetElapsedTime(start).TotalSeconds;
                    runs++;
                }
                while (seconds < ShortestPrediction);
                seconds /= runs;
            }
            else if (line.Split(' ', 2) is ["probabilities", var file])
            {
                // Row by row: a copy of all would count as memory that the prediction needs.
                using var stream = File.Create(file);
                for (var row = 0; row < last!.Rows; row++) stream.Write(MemoryMarshal.AsBytes(last.Row(row)));
            }

            Answer(string.Create(CultureInfo.InvariantCulture, $"{{\"seconds\":{seconds:R}}}"));
        }

        void Answer(string json)
        {
            output.WriteLine(json);
            output.Flush();
        }
    }
}
