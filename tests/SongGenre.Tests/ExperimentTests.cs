using SongGenre.Data;
using SongGenre.Evaluation;
using SongGenre.Features;
using SongGenre.Forest;

namespace SongGenre.Tests;

public sealed class ExperimentTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("experiment").FullName;

    private string File => Path.Combine(_folder, "e.yaml");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_repositorys_file_holds_every_key_with_its_default_and_a_comment_above()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!System.IO.File.Exists(Path.Combine(root.FullName, "SongGenre.sln"))) root = root.Parent!;
        var file = Path.Combine(root.FullName, "notebooks", "experiment.yaml");
        Assert.Equal(new Experiment(), Experiment.Read(file));

        var lines = System.IO.File.ReadAllLines(file);
        var bare = lines.Where(line => line.Length > 0 && !line.TrimStart().StartsWith('#'));
        Assert.Equal(new Experiment().ToYaml().TrimEnd('\n').Split('\n'), bare);
        for (var i = 1; i < lines.Length; i++)
        {
            var isKey = lines[i].StartsWith("  ", StringComparison.Ordinal) && lines[i][2] != '#';
            if (isKey) Assert.StartsWith("  # ", lines[i - 1], StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_best_experiment_leaves_the_split_and_the_judging_alone()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!System.IO.File.Exists(Path.Combine(root.FullName, "SongGenre.sln"))) root = root.Parent!;
        var best = Experiment.Read(Path.Combine(root.FullName, "notebooks", "experiment.best.yaml"));
        Assert.Equal(new SplitOptions(), best.Split);
        Assert.Equal(new EvaluationOptions(), best.Evaluation);
    }

    [Fact]
    public void Defaults_are_the_published_parameters() => Assert.Equal(
        """
        split.kind=track split.test_size=0.3 split.validation_size=0.2 split.seed=42
        features.set=all features.scale=false features.add_indicator=false features.derived=false features.text=terms
        features.audio_genres=false features.linear_c=1.0 features.folds=5
        tfidf.analyzer=word tfidf.lowercase=true
        tfidf.binary=true tfidf.max_features=10 tfidf.min_df=1 tfidf.max_df=1.0 tfidf.ngram_range=[1, 1]
        tfidf.sublinear_tf=false
        forest.trainer=random-forest forest.n_estimators=100 forest.criterion=gini forest.splitter=best forest.max_depth=13
        forest.max_features=sqrt forest.min_samples_split=2 forest.min_samples_leaf=1 forest.max_leaf_nodes=null
        forest.min_impurity_decrease=0.0 forest.class_weight=balanced forest.bootstrap=true forest.max_samples=null
        forest.oob_score=true forest.random_state=42
        calibration.method=none
        evaluation.bootstrap_samples=1000 evaluation.permutation_repeats=5 evaluation.calibration_bins=10
        evaluation.confidence=0.95 evaluation.seed=42
        """.ReplaceLineEndings(" "),
        string.Join(' ', new Experiment().Flatten().Select(key => $"{key.Key}={key.Value}")));

    [Fact]
    public void Without_a_name_the_projects_file_is_found() =>
        Assert.Equal(new Experiment().Flatten(), Experiment.Load().Flatten());

    [Theory]
    [InlineData("")]
    [InlineData("# nothing\n")]
    [InlineData("forest:\n")]
    [InlineData("forest: {}\ntfidf: ~\n")]
    [InlineData("\ufeffsplit:\n  kind: track\n")]
    public void A_key_that_is_missing_has_its_default(string yaml) => Assert.Equal(new Experiment(), Read(yaml));

    [Fact]
    public void Every_key_reads_back_from_its_canonical_text()
    {
        var changed = Read(Changed);
        var before = new Experiment().Flatten();
        var after = changed.Flatten();
        Assert.All(before.Zip(after), pair => Assert.NotEqual(pair.First.Value, pair.Second.Value));
        Assert.Equal(changed, Read(changed.ToYaml()));
        Assert.Equal(after, Experiment.Load(Write(""), after.Select(key => $"{key.Key}={key.Value}")).Flatten());
    }

    [Fact]
    public void Values_land_where_they_belong()
    {
        var changed = Read(Changed);
        Assert.Equal(
            new SplitOptions { Kind = "random", TestSize = 0.25, ValidationSize = 0.1, Seed = 7 }, changed.Split);
        Assert.Equal(
            new FeatureOptions
            {
                Set = "audio+song_name",
                Scale = true,
                AddIndicator = true,
                Derived = true,
                Text = "genres",
                AudioGenres = true,
                LinearC = 0.5,
                Folds = 4,
            },
            changed.Features);
        Assert.Equal(
            new TfidfOptions
            {
                Analyzer = TextAnalyzer.WordCharacters,
                Lowercase = false,
                Binary = false,
                MaxFeatures = null,
                MinDf = DocumentFrequency.Share(0.001),
                MaxDf = DocumentFrequency.Count(5000),
                NgramRange = new(1, 2),
                SublinearTf = true,
            },
            changed.Tfidf);
        Assert.Equal(
            new ForestOptions
            {
                Trainer = "fast-forest-ova",
                Trees = 7,
                Criterion = Criterion.Entropy,
                Splitter = Splitter.Random,
                MaxDepth = null,
                MaxFeatures = MaxFeatures.Fraction(0.5),
                MinSamplesSplit = 4,
                MinSamplesLeaf = 3,
                MaxLeafNodes = 99,
                MinImpurityDecrease = 0.0001,
                ClassWeight = ClassWeight.PerClass([new("Pop", 2.5), new("Dark Trap", 3)]),
                Bootstrap = false,
                MaxSamples = 0.75,
                OobScore = false,
                RandomState = -1,
            },
            changed.Forest);
        Assert.Equal("dirichlet", changed.Calibration.Method);
        Assert.Equal(
            new EvaluationOptions
            {
                BootstrapSamples = 0,
                PermutationRepeats = 1,
                CalibrationBins = 15,
                Confidence = 0.9,
                Seed = 3,
            },
            changed.Evaluation);
    }

    [Theory]
    [InlineData("forest.max_features", "null", "1.0")]
    [InlineData("forest.max_features", "4", "4")]
    [InlineData("forest.max_features", "1.0", "1.0")]
    [InlineData("forest.class_weight", "null", "null")]
    [InlineData("forest.class_weight", "{Pop: 1, 'Dark Trap': 2e-1}", "{\"Dark Trap\": 0.2, \"Pop\": 1.0}")]
    [InlineData("forest.max_depth", "", "null")]
    [InlineData("forest.max_depth", "~", "null")]
    [InlineData("tfidf.max_df", "1", "1")]
    [InlineData("tfidf.max_df", "5e-1", "0.5")]
    [InlineData("features.scale", "True", "true")]
    [InlineData("split.kind", "\"playlist\"", "playlist")]
    public void Values_have_one_canonical_text(string key, string value, string expected) => Assert.Equal(
        expected,
        Experiment.Load(Write(""), [$"{key}={value}"]).Flatten().Single(pair => pair.Key == key).Value);

    [Fact]
    public void Of_several_overrides_the_last_counts()
    {
        var experiment = Experiment.Load(
            Write("forest: {n_estimators: 5, max_depth: 4}"), ["forest.n_estimators=6", " forest.n_estimators = 7 "]);
        Assert.Equal((7, 4), (experiment.Forest.Trees, experiment.Forest.MaxDepth));
    }

    [Fact]
    public void The_environments_overrides_come_before_the_callers()
    {
        var experiment = Experiment.Load(
            Write(""), "forest.n_estimators=5\r\n\n forest.max_depth=6\n", ["forest.n_estimators=7"]);
        Assert.Equal((7, 6), (experiment.Forest.Trees, experiment.Forest.MaxDepth));
        var error = Assert.Throws<SongGenreException>(() => Experiment.Load(Write(""), "forest.max_depth=x", []));
        Assert.Equal(
            "SONGGENRE_SET forest.max_depth=x: forest.max_depth is 'x'; it must be an integer or null.", error.Message);
    }

    private const string Changed =
        """
        split: {kind: random, test_size: 0.25, validation_size: 0.1, seed: 7}
        features:
          set: audio+song_name
          scale: true
          add_indicator: true
          derived: true
          text: genres
          audio_genres: true
          linear_c: 0.5
          folds: 4
        tfidf:
          analyzer: char_wb
          lowercase: false
          binary: false
          max_features: null
          min_df: 0.001
          max_df: 5000
          ngram_range: [1, 2]
          sublinear_tf: true
        forest:
          trainer: fast-forest-ova
          n_estimators: 7
          criterion: entropy
          splitter: random
          max_depth: null
          max_features: 0.5
          min_samples_split: 4
          min_samples_leaf: 3
          max_leaf_nodes: 99
          min_impurity_decrease: 1e-4
          class_weight:
            Pop: 2.5
            Dark Trap: 3
          bootstrap: false
          max_samples: 0.75
          oob_score: false
          random_state: -1
        calibration: {method: dirichlet}
        evaluation: {bootstrap_samples: 0, permutation_repeats: 1, calibration_bins: 15, confidence: 0.9, seed: 3}
        """;

    private Experiment Read(string yaml) => Experiment.Read(Write(yaml));

    private string Write(string yaml)
    {
        System.IO.File.WriteAllText(File, yaml);
        return File;
    }
}
