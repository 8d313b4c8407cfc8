using SongGenre.Features;

namespace SongGenre.Onnx;

/// <summary>The figures of <see cref="AudioFigures"/>, each <c>rows × 1</c>, by the same steps in the same order.</summary>
/// <param name="graph">The graph.</param>
/// <param name="inputs">Its inputs.</param>
/// <param name="audio">The numerical columns with nothing missing.</param>
internal sealed class FigureStage(OnnxGraph graph, InputStage inputs, string audio)
{
    private readonly Dictionary<string, string> _columns = new(StringComparer.Ordinal);

    /// <summary><see cref="AudioFigures.Derive"/>.</summary>
    public string[] Derived() =>
    [
        Mode(),
        Step("Mul", Number(AudioFigures.SlowestBeat), Step("Pow", Number(2), Octave())),
        Step("Div", Step("Mul", Column("duration_ms"), Column("tempo")), Number(60_000)),
        Step("Sub", Column("energy"), Step("Div", Step("Add", Column("loudness"), Number(15)), Number(15))),
        Step("Add", Column("danceability"), Column("energy")),
        Step("Sub", Column("valence"), Column("energy")),
        Step("Mul", Column("valence"), Column("danceability")),
        Step("Div", Column("acousticness"), Step("Add", Column("energy"), Number(0.01))),
        Step("Mul", Column("speechiness"), Column("tempo")),
    ];

    /// <summary><see cref="AudioFigures.Even"/>, <c>rows × columns</c>.</summary>
    public string Even() => graph.Add("Concat",
        [
            audio,
            Mode(),
            Octave(),
            Step("Log", Step("Max", Column("duration_ms"), Number(1))),
            graph.Add("Cast", [Step("Equal", Column("instrumentalness"), Number(0))],
                OnnxAttribute.Of("to", (long)ElementType.Double)),
            Logarithm("speechiness", 1e-3),
            Logarithm("acousticness", 1e-3),
            Logarithm("liveness", 1e-3),
            Logarithm("instrumentalness", 1e-5),
        ],
        OnnxAttribute.Of("axis", 1));

    private string Mode() => Once("mode", () =>
    {
        var given = inputs.Number("mode");
        return Step("Where", Step("IsNaN", given), Number(0), given);
    });

    // The standard has no logarithm to the base 2; this one's last bit may differ from it.
    private string Octave() => Once("octave", () =>
    {
        var beat = Step("Div", Step("Max", Column("tempo"), Number(1)), Number(AudioFigures.SlowestBeat));
        var octaves = Step("Div", Step("Log", beat), Number(Math.Log(2)));
        return Step("Sub", octaves, Step("Floor", octaves));
    });

    private string Logarithm(string column, double offset) =>
        Step("Log", Step("Add", Step("Max", Column(column), Number(0)), Number(offset)));

    private string Column(string name) => Once(name, () => graph.Add("Gather",
        [audio, graph.Constant(OnnxTensor.Of([(long)FeaturePipeline.Numerical.ToList().IndexOf(name)]))],
        OnnxAttribute.Of("axis", 1)));

    private string Step(string op, params string[] values) => graph.Add(op, values);

    private string Number(double value) => graph.Constant(OnnxTensor.Of([value], 1, 1));

    private string Once(string name, Func<string> add) =>
        _columns.TryGetValue(name, out var value) ? value : _columns[name] = add();
}
