namespace SongGenre.Features;

/// <summary>
/// Further figures of a recording, made of its numerical columns (those of <see cref="FeaturePipeline.Numerical"/>, in
/// that order, nothing missing) and its mode.
/// </summary>
internal static class AudioFigures
{
    /// <summary>How many columns <see cref="Even"/> adds to the numerical ones.</summary>
    public const int EvenExtras = 8;

    /// <summary>The slowest beat of the octave that <see cref="Derive"/> brings tempos into, per minute.</summary>
    public const double SlowestBeat = 90;

    /// <summary>The columns that <see cref="Derive"/> makes.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "mode", "tempo_octave", "beats", "energy − loudness", "danceability + energy", "valence − energy",
        "valence × danceability", "acousticness / energy", "speechiness × tempo",
    ];

    /// <summary>Figures that a tree needs many cuts for: sums, differences, products, the tempo's octave.</summary>
    public static double[][] Derive(double[][] audio, double[] mode)
    {
        var (dance, energy, loudness, speech) = (audio[0], audio[1], audio[2], audio[3]);
        var (acoustic, valence, tempo, duration) = (audio[4], audio[7], audio[8], audio[9]);
        return
        [
            mode,
            Each(row => SlowestBeat * Math.Pow(2, Octave(tempo[row]))),
            Each(row => duration[row] * tempo[row] / 60_000),
            // Loudness brought to energy's range: 15 dB below full scale is 0, full scale 1.
            Each(row => energy[row] - ((loudness[row] + 15) / 15)),
            Each(row => dance[row] + energy[row]),
            Each(row => valence[row] - energy[row]),
            Each(row => valence[row] * dance[row]),
            Each(row => acoustic[row] / (energy[row] + 0.01)),
            Each(row => speech[row] * tempo[row]),
        ];

        double[] Each(Func<int, double> figure) => Rows(mode.Length, figure);
    }

    /// <summary>
    /// What a linear model is given: the columns themselves, the mode, and what makes skewed ones even.
    /// </summary>
    public static double[][] Even(double[][] audio, double[] mode)
    {
        var (speech, acoustic, instrumental, live) = (audio[3], audio[4], audio[5], audio[6]);
        var (tempo, duration) = (audio[8], audio[9]);
        return
        [
            .. audio,
            mode,
            Each(row => Octave(tempo[row])),
            Each(row => Math.Log(Math.Max(duration[row], 1))),
            Each(row => instrumental[row] == 0 ? 1 : 0),
            Each(row => Logarithm(speech[row], 1e-3)),
            Each(row => Logarithm(acoustic[row], 1e-3)),
            Each(row => Logarithm(live[row], 1e-3)),
            Each(row => Logarithm(instrumental[row], 1e-5)),
        ];

        double[] Each(Func<int, double> figure) => Rows(mode.Length, figure);
    }

    // Detectors take half or double the beat for the beat: 70 and 140 may be one tempo. 0 is 90, almost 1 is 180.
    private static double Octave(double tempo)
    {
        var octaves = Math.Log2(Math.Max(tempo, 1) / SlowestBeat);
        return octaves - Math.Floor(octaves);
    }

    private static double Logarithm(double value, double offset) => Math.Log(Math.Max(value, 0) + offset);

    private static double[] Rows(int rows, Func<int, double> figure)
    {
        var values = new double[rows];
        for (var row = 0; row < rows; row++) values[row] = figure(row);
        return values;
    }
}
