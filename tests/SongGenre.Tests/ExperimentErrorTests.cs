namespace SongGenre.Tests;

public sealed class ExperimentErrorTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("experiment").FullName;

    private string File => Path.Combine(_folder, "e.yaml");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("forst: {}", " line 1: unknown section forst. Did you mean forest?")]
    [InlineData("model: {}", " line 1: unknown section model. Known are split, features, tfidf, forest, calibration, evaluation.")]
    [InlineData("forest:\n  seed: 1\n  n_estimatrs: 5", " line 2: unknown key forest.seed.*")]
    [InlineData("forest:\n\n  n_estimatrs: 5", " line 3: unknown key forest.n_estimatrs. Did you mean forest.n_estimators?")]
    [InlineData("tfidf:\n  test_size: 5", " line 2: unknown key tfidf.test_size. Did you mean split.test_size?")]
    [InlineData("forest:\n  max_depth: deep", " line 2: forest.max_depth is 'deep'; it must be an integer or null.")]
    [InlineData("forest:\n  max_depth: '13'", " line 2: forest.max_depth is '13'; it must be an integer or null.")]
    [InlineData("forest:\n  max_depth: [1]", " line 2: forest.max_depth is a list; it must be an integer or null.")]
    [InlineData("forest:\n  max_depth: {a: 1}", " line 2: forest.max_depth is a mapping; it must be an integer or null.")]
    [InlineData("forest:\n  n_estimators: null", " line 2: forest.n_estimators is null; it must be an integer from -2147483648 to 2147483647.")]
    [InlineData("forest:\n  n_estimators: 1e2", " line 2: forest.n_estimators is '1e2'; it must be an integer from -2147483648 to 2147483647.")]
    [InlineData("forest:\n  n_estimators: 99999999999", " line 2: forest.n_estimators is '99999999999'; it must be an integer from -2147483648 to 2147483647.")]
    [InlineData("forest:\n  n_estimators: 0", " line 2: forest.n_estimators is 0; it must be from 1 to 100000.")]
    [InlineData("forest:\n  splitter: worst", " line 2: forest.splitter is 'worst'; it must be best or random.")]
    [InlineData("forest:\n  criterion: mse", " line 2: forest.criterion is 'mse'; it must be gini or entropy.")]
    [InlineData("forest:\n  bootstrap: yes", " line 2: forest.bootstrap is 'yes'; it must be true or false.")]
    [InlineData("forest:\n  max_samples: 1", " line 2: forest.max_samples is '1'; it must be a share with a decimal point, such as 0.5, or null.")]
    [InlineData("forest:\n  min_impurity_decrease: .nan", " line 2: forest.min_impurity_decrease is '.nan'; it must be a finite number.")]
    [InlineData("forest:\n  min_impurity_decrease: NaN", " line 2: forest.min_impurity_decrease is 'NaN'; it must be a finite number.")]
    [InlineData("forest:\n  class_weight: {Popp: 2}", " line 2: forest.class_weight.Popp: it is no known genre. Did you mean Pop?")]
    [InlineData("forest:\n  class_weight: {Pop: much}", " line 2: forest.class_weight.Pop is 'much'; it must be a finite number.")]
    [InlineData("forest:\n  class_weight: {Pop: -1}", " line 2: forest.class_weight of 'Pop' is -1; a weight must be from 0.000001 to 1,000,000.")]
    [InlineData("forest:\n  class_weight: heavy", " line 2: forest.class_weight is 'heavy'; it must be null, balanced, or a weight for each genre, such as {Pop: 2.5}.")]
    [InlineData("tfidf:\n  ngram_range: 2", " line 2: tfidf.ngram_range is '2'; it must be a list.")]
    [InlineData("tfidf:\n  ngram_range: [1]", " line 2: tfidf.ngram_range is a list; it must be two integers, such as [1, 2].")]
    [InlineData("tfidf:\n  ngram_range: [2, 1]", " line 2: tfidf.ngram_range is [2, 1]; it must be two integers from 1 to 10, the first not above the second.")]
    [InlineData("tfidf:\n  max_df: 1.5", " line 2: tfidf.max_df: A share of documents is 1.5; it must be from 0 to 1.")]
    [InlineData("features:\n  set: text", " line 2: features.set is 'text'; it must be audio, audio+song_name or all.")]
    [InlineData("evaluation:\n  confidence: 1", " line 2: evaluation.confidence is 1; it must be above 0 and below 1*")]
    [InlineData("forest: 7", " line 1: holds no keys; forest is a section of keys such as trainer:")]
    [InlineData("- forest", " line 1: holds no keys; an experiment is made of sections such as forest:")]
    [InlineData("forest:\n  max_depth: 1\n  max_depth: 2", " line 3: isn't valid YAML: *uplicate*")]
    [InlineData("forest: {}\nforest: {}", " line 2: isn't valid YAML: *uplicate*")]
    [InlineData("forest: {", " line *: isn't valid YAML: *")]
    [InlineData("forest:\n\t- x", " line *: isn't valid YAML: *")]
    [InlineData("a: &x 1\nb: *x", " line 1: uses an anchor or alias (& or *), which an experiment must not; write the value itself.")]
    [InlineData("a: *x", " line 1: uses an anchor or alias (& or *), which an experiment must not; write the value itself.")]
    [InlineData("forest:\n  max_depth: !!python/object 1", " line 2: uses a tag (!), which an experiment must not; write the value itself.")]
    [InlineData("--- {}\n--- {}", " line 2: is a second document; keep one.")]
    public void Says_in_one_line_what_is_wrong_and_where(string yaml, string message)
    {
        System.IO.File.WriteAllText(File, yaml);
        AssertMatches(File + message, () => Experiment.Read(File));
    }

    [Theory]
    [InlineData("forest.n_estimatrs=5", "unknown key forest.n_estimatrs. Did you mean forest.n_estimators?")]
    [InlineData("n_estimators=5", "unknown key n_estimators. Did you mean forest.n_estimators?")]
    [InlineData("forest=5", "forest is a section; name one of its keys, such as forest.trainer.")]
    [InlineData("forest.n_estimators", "has no '='; write key=value, such as forest.n_estimators=200.")]
    [InlineData("forest.n_estimators=", "forest.n_estimators is null; it must be an integer from -2147483648 to 2147483647.")]
    [InlineData("forest.n_estimators=many", "forest.n_estimators is 'many'; it must be an integer from -2147483648 to 2147483647.")]
    [InlineData("forest.max_depth=0", "forest.max_depth is 0; it must be at least 1.")]
    [InlineData("split.test_size=2", "split.test_size is 2; it must be above 0 and below 1*")]
    [InlineData("split.kind=[", "isn't valid YAML: *")]
    [InlineData("split.kind=&a track", "uses an anchor or alias (& or *), which an experiment must not; write the value itself.")]
    public void An_overrides_error_names_the_override(string text, string message)
    {
        System.IO.File.WriteAllText(File, "");
        AssertMatches($"--set {text}: {message}", () => Experiment.Load(File, [text]));
    }

    [Fact]
    public void Refuses_depths_and_sizes_that_no_experiment_has()
    {
        var lists = new string('[', 60_000);
        var mappings = string.Concat(Enumerable.Repeat("{a: ", 10_000));
        var indents = string.Concat(Enumerable.Range(0, 200).Select(i => new string(' ', i) + "a:\n"));
        foreach (var yaml in new[] { lists, mappings, indents })
        {
            System.IO.File.WriteAllText(File, yaml);
            AssertMatches(
                File + " line *: is nested too deeply, which an experiment must not; write the value itself.",
                () => Experiment.Read(File));
        }

        System.IO.File.WriteAllText(File, new string('#', 1 << 20));
        AssertMatches(
            File + ": is larger than 65536 bytes; an experiment is short. Name another file.", () => Experiment.Read(File));
        System.IO.File.WriteAllText(File, "");
        AssertMatches(
            "--set split.kind=xx*: is longer than 65536 characters; an experiment is short.",
            () => Experiment.Load(File, ["split.kind=" + new string('x', 100_000)]));
    }

    [Fact]
    public void Refuses_files_that_are_no_text_or_not_there()
    {
        System.IO.File.WriteAllBytes(File, [0x66, 0xff, 0xfe]);
        AssertMatches(File + ": isn't UTF-8; save it as UTF-8 text.", () => Experiment.Read(File));
        AssertMatches(File + "x: can't be read: *", () => Experiment.Read(File + "x"));
        AssertMatches(_folder + ": can't be read: *", () => Experiment.Read(_folder));
        AssertMatches(": can't be read: *", () => Experiment.Read(""));
    }

    // A star in the expected message stands for any text.
    private static void AssertMatches(string expected, Func<Experiment> read)
    {
        var message = Assert.Throws<SongGenreException>(read).Message;
        Assert.DoesNotContain('\n', message);
        var rest = message;
        var parts = expected.Replace("or *)", "or ∗)", StringComparison.Ordinal).Split('*');
        foreach (var part in parts.Select(part => part.Replace('∗', '*')))
        {
            var at = rest.IndexOf(part, StringComparison.Ordinal);
            Assert.True(at >= 0 && (rest.Length < message.Length || at == 0), $"{message}\nisn't\n{expected}");
            rest = rest[(at + part.Length)..];
        }

        Assert.True(rest.Length == 0 || expected.EndsWith('*'), $"{message}\nisn't\n{expected}");
    }
}
