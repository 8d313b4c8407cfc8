using BenchmarkDotNet.Attributes;
using Microsoft.Data.Analysis;
using SongGenre.Data;
using SongGenre.Features;
using SongGenre.Forest;

namespace SongGenre.Benchmarks;

/// <summary>What lies between the real songs' table and the published forest's probabilities, part by part.</summary>
[MemoryDiagnoser]
public class SongBenchmarks
{
    private readonly Experiment _experiment = new() { Forest = new ForestOptions { OobScore = false } };
    private CleanSongs? _songs;
    private Split? _split;
    private string[] _texts = [];
    private TfidfVectorizer? _terms;
    private FeaturePipeline? _pipeline;
    private ColumnMatrix? _train;
    private ColumnMatrix? _test;
    private ColumnMatrix? _row;
    private int[] _labels = [];
    private RandomForest? _forest;

    [Params(10, 2000)]
    public int Terms { get; set; }

    private TfidfOptions Tfidf => _experiment.Tfidf with { MaxFeatures = Terms };

    [GlobalSetup]
    public void Setup()
    {
        _songs = SongData.Load().Clean();
        _split = Split.Create(_songs, new SplitOptions { Kind = "published" });
        var texts = (StringDataFrameColumn)_songs.Table["text_feature"];
        _texts = Array.ConvertAll(_split.Train, row => texts[row]);
        _labels = _songs.LabelsOf(_split.Train);
        _terms = FitTerms();
        _pipeline = FitFeatures();
        _train = TransformFeatures().Numbers;
        _test = _pipeline.Transform(_songs.Table, _split.Test).Numbers;
        _row = _pipeline.Transform(_songs.Table, _split.Test.AsSpan(0, 1)).Numbers;
        _forest = FitForest();
    }

    [Benchmark]
    public TfidfVectorizer FitTerms() => TfidfVectorizer.Fit(_texts, Tfidf);

    [Benchmark]
    public IReadOnlyList<Column> TransformTerms() => _terms!.Transform(_texts);

    [Benchmark]
    public FeaturePipeline FitFeatures() => FeaturePipeline.Fit(_songs!, _split!.Train, _experiment.Features, Tfidf);

    [Benchmark]
    public FeatureMatrix TransformFeatures() => _pipeline!.Transform(_songs!.Table, _split!.Train);

    [Benchmark]
    public RandomForest FitForest() => RandomForest.Fit(_train!, _labels, _songs!.Genres.Count, _experiment.Forest);

    [Benchmark]
    public Probabilities Predict() => _forest!.Predict(_test!);

    [Benchmark]
    public Probabilities PredictOneRow() => _forest!.Predict(_row!);
}
