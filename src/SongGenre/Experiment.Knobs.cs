using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using SongGenre.Data;
using SongGenre.Evaluation;
using SongGenre.Features;
using SongGenre.Forest;

namespace SongGenre;

public sealed partial record Experiment
{
    internal static IReadOnlyList<ExperimentKnob> Knobs { get; } =
    [
        OfSplit("kind", (o, v) => o with { Kind = v.Word() }, o => o.Kind),
        OfSplit("test_size", (o, v) => o with { TestSize = v.Number() }, o => Text(o.TestSize)),
        OfSplit("validation_size", (o, v) => o with { ValidationSize = v.Number() }, o => Text(o.ValidationSize)),
        OfSplit("seed", (o, v) => o with { Seed = v.Integer() }, o => Text(o.Seed)),

        OfFeatures("set", (o, v) => o with { Set = v.Word() }, o => o.Set),
        OfFeatures("scale", (o, v) => o with { Scale = v.Flag() }, o => Text(o.Scale)),
        OfFeatures("add_indicator", (o, v) => o with { AddIndicator = v.Flag() }, o => Text(o.AddIndicator)),
        OfFeatures("derived", (o, v) => o with { Derived = v.Flag() }, o => Text(o.Derived)),
        OfFeatures("text", (o, v) => o with { Text = v.Word() }, o => o.Text),
        OfFeatures("audio_genres", (o, v) => o with { AudioGenres = v.Flag() }, o => Text(o.AudioGenres)),
        OfFeatures("linear_c", (o, v) => o with { LinearC = v.Number() }, o => Text(o.LinearC)),
        OfFeatures("folds", (o, v) => o with { Folds = v.Integer() }, o => Text(o.Folds)),

        OfTfidf(
            "analyzer",
            (o, v) => o with { Analyzer = TfidfOptions.AnalyzerOf(v.Word()) },
            o => TfidfOptions.NameOf(o.Analyzer)),
        OfTfidf("lowercase", (o, v) => o with { Lowercase = v.Flag() }, o => Text(o.Lowercase)),
        OfTfidf("binary", (o, v) => o with { Binary = v.Flag() }, o => Text(o.Binary)),
        OfTfidf("max_features", (o, v) => o with { MaxFeatures = v.IntegerOrNull() }, o => Text(o.MaxFeatures)),
        OfTfidf("min_df", (o, v) => o with { MinDf = Frequency(v) }, o => o.MinDf.ToString()),
        OfTfidf("max_df", (o, v) => o with { MaxDf = Frequency(v) }, o => o.MaxDf.ToString()),
        OfTfidf("ngram_range", (o, v) => o with { NgramRange = Range(v) }, o => o.NgramRange.ToString()),
        OfTfidf("sublinear_tf", (o, v) => o with { SublinearTf = v.Flag() }, o => Text(o.SublinearTf)),

        OfForest("trainer", (o, v) => o with { Trainer = v.Word() }, o => o.Trainer),
        OfForest("n_estimators", (o, v) => o with { Trees = v.Integer() }, o => Text(o.Trees)),
        OfForest("criterion", (o, v) => o with { Criterion = Impurity(v) }, o => Text(o.Criterion)),
        OfForest("splitter", (o, v) => o with { Splitter = Splits(v) }, o => o.Splitter == Splitter.Best ? "best" : "random"),
        OfForest("max_depth", (o, v) => o with { MaxDepth = v.IntegerOrNull() }, o => Text(o.MaxDepth)),
        OfForest("max_features", (o, v) => o with { MaxFeatures = ColumnsPerSplit(v) }, o => o.MaxFeatures.ToString()),
        OfForest("min_samples_split", (o, v) => o with { MinSamplesSplit = v.Integer() }, o => Text(o.MinSamplesSplit)),
        OfForest("min_samples_leaf", (o, v) => o with { MinSamplesLeaf = v.Integer() }, o => Text(o.MinSamplesLeaf)),
        OfForest("max_leaf_nodes", (o, v) => o with { MaxLeafNodes = v.IntegerOrNull() }, o => Text(o.MaxLeafNodes)),
        OfForest(
            "min_impurity_decrease", (o, v) => o with { MinImpurityDecrease = v.Number() }, o => Text(o.MinImpurityDecrease)),
        OfForest("class_weight", (o, v) => o with { ClassWeight = Weights(v) }, o => Text(o.ClassWeight)),
        OfForest("bootstrap", (o, v) => o with { Bootstrap = v.Flag() }, o => Text(o.Bootstrap)),
        OfForest("max_samples", (o, v) => o with { MaxSamples = v.ShareOrNull() }, o => Text(o.MaxSamples)),
        OfForest("oob_score", (o, v) => o with { OobScore = v.Flag() }, o => Text(o.OobScore)),
        OfForest("random_state", (o, v) => o with { RandomState = v.Integer() }, o => Text(o.RandomState)),

        new(
            "calibration",
            "method",
            (e, v) => e with { Calibration = e.Calibration with { Method = v.Word() } },
            e => e.Calibration.Method),

        OfEvaluation(
            "bootstrap_samples", (o, v) => o with { BootstrapSamples = v.Integer() }, o => Text(o.BootstrapSamples)),
        OfEvaluation(
            "permutation_repeats", (o, v) => o with { PermutationRepeats = v.Integer() }, o => Text(o.PermutationRepeats)),
        OfEvaluation(
            "calibration_bins", (o, v) => o with { CalibrationBins = v.Integer() }, o => Text(o.CalibrationBins)),
        OfEvaluation("confidence", (o, v) => o with { Confidence = v.Number() }, o => Text(o.Confidence)),
        OfEvaluation("seed", (o, v) => o with { Seed = v.Integer() }, o => Text(o.Seed)),
    ];

    private static ExperimentKnob OfSplit(
        string name, Func<SplitOptions, ExperimentValue, SplitOptions> set, Func<SplitOptions, string> text) =>
        new("split", name, (e, v) => e with { Split = set(e.Split, v) }, e => text(e.Split));

    private static ExperimentKnob OfFeatures(
        string name, Func<FeatureOptions, ExperimentValue, FeatureOptions> set, Func<FeatureOptions, string> text) =>
        new("features", name, (e, v) => e with { Features = set(e.Features, v) }, e => text(e.Features));

    private static ExperimentKnob OfTfidf(
        string name, Func<TfidfOptions, ExperimentValue, TfidfOptions> set, Func<TfidfOptions, string> text) =>
        new("tfidf", name, (e, v) => e with { Tfidf = set(e.Tfidf, v) }, e => text(e.Tfidf));

    private static ExperimentKnob OfForest(
        string name, Func<ForestOptions, ExperimentValue, ForestOptions> set, Func<ForestOptions, string> text) =>
        new("forest", name, (e, v) => e with { Forest = set(e.Forest, v) }, e => text(e.Forest));

    private static ExperimentKnob OfEvaluation(
        string name,
        Func<EvaluationOptions, ExperimentValue, EvaluationOptions> set,
        Func<EvaluationOptions, string> text) =>
        new("evaluation", name, (e, v) => e with { Evaluation = set(e.Evaluation, v) }, e => text(e.Evaluation));

    private static DocumentFrequency Frequency(ExperimentValue value) => value.IsInteger
        ? DocumentFrequency.Count(value.Integer())
        : DocumentFrequency.Share(value.Number());

    private static NgramRange Range(ExperimentValue value) => value.Items() is [var min, var max]
        ? new(min.Integer(), max.Integer())
        : throw value.Refused("two integers, such as [1, 2]");

    private static Criterion Impurity(ExperimentValue value) => value.Word() switch
    {
        "gini" => Criterion.Gini,
        "entropy" => Criterion.Entropy,
        _ => throw value.Refused("gini or entropy"),
    };

    private static Splitter Splits(ExperimentValue value) => value.Word() switch
    {
        "best" => Splitter.Best,
        "random" => Splitter.Random,
        _ => throw value.Refused("best or random"),
    };

    private static MaxFeatures ColumnsPerSplit(ExperimentValue value) =>
        value.IsNull ? MaxFeatures.All : MaxFeatures.Parse(value.Word());

    private static ClassWeight Weights(ExperimentValue value)
    {
        if (value.IsNull) return ClassWeight.None;
        if (!value.IsMapping)
        {
            return value.Word() == "balanced"
                ? ClassWeight.Balanced
                : throw value.Refused("null, balanced, or a weight for each genre, such as {Pop: 2.5}");
        }

        return ClassWeight.PerClass(value.Members().Select(member => SongData.Genres.Contains(member.Name)
            ? KeyValuePair.Create(member.Name, member.Value.Number())
            : throw member.Value.Error($"it is no known genre.{Nearest.Hint(member.Name, SongData.Genres)}")));
    }

    private static string Text(ClassWeight weight)
    {
        if (weight.Equals(ClassWeight.None)) return "null";
        if (weight.Equals(ClassWeight.Balanced)) return "balanced";
        return $"{{{string.Join(", ", weight.Weights.Select(w => $"{Quoted(w.Key)}: {Text(w.Value)}"))}}}";

        static string Quoted(string name) =>
            $"\"{JsonEncodedText.Encode(name, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";
    }

    private static string Text(Criterion criterion) => criterion == Criterion.Gini ? "gini" : "entropy";

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Text(int? value) => value is { } number ? Text(number) : "null";

    private static string Text(bool value) => value ? "true" : "false";

    private static string Text(double? value) => value is { } number ? Text(number) : "null";

    private static string Text(double value)
    {
        var text = value.ToString(CultureInfo.InvariantCulture);
        return text.AsSpan().ContainsAny('.', 'E') ? text : text + ".0";
    }
}
