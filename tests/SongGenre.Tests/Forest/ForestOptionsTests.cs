using SongGenre.Forest;

namespace SongGenre.Tests.Forest;

public class ForestOptionsTests
{
    public static TheoryData<Func<ForestOptions>, string> OutOfRange => new()
    {
        { () => new() { Trainer = "xgboost" }, "trainer is 'xgboost'; it must be random-forest or fast-forest-ova." },
        { () => new() { Trees = 0 }, "n_estimators is 0; it must be from 1 to 100000." },
        { () => new() { MaxDepth = 0 }, "max_depth is 0; it must be at least 1." },
        { () => new() { MinSamplesSplit = 1 }, "min_samples_split is 1; it must be at least 2." },
        { () => new() { MinSamplesLeaf = 0 }, "min_samples_leaf is 0; it must be at least 1." },
        { () => new() { MaxLeafNodes = 1 }, "max_leaf_nodes is 1; it must be at least 2." },
        { () => new() { MinImpurityDecrease = -0.5 }, "min_impurity_decrease is -0.5; it must be a finite number of at least 0." },
        { () => new() { MinImpurityDecrease = double.NaN }, "min_impurity_decrease is NaN; it must be a finite number of at least 0." },
        { () => new() { MaxSamples = 1.5 }, "max_samples is 1.5; it must be above 0 and at most 1." },
        { () => new() { Threads = 0 }, "n_jobs is 0; it must be from 1 to 1024." },
        { () => new() { Criterion = (Criterion)9 }, "criterion is 9; it must be gini or entropy." },
        { () => new() { MaxFeatures = MaxFeatures.Count(0) }, "max_features is 0; a count must be at least 1." },
        { () => new() { MaxFeatures = MaxFeatures.Parse("1.5") }, "max_features is 1.5; a share must be above 0.0 and at most 1.0." },
        { () => new() { MaxFeatures = MaxFeatures.Parse("auto") }, "max_features is 'auto'; it must be sqrt, log2, a share such as 0.5, or a count such as 4." },
        { () => new() { ClassWeight = ClassWeight.Parse("heavy") }, "class_weight is 'heavy'; it must be none, balanced, or 'name: weight, name: weight'." },
        { () => new() { ClassWeight = ClassWeight.Parse("Pop: 0") }, "class_weight of 'Pop' is 0; a weight must be from 0.000001 to 1,000,000." },
        { () => new() { ClassWeight = ClassWeight.Parse("Pop: 1e200") }, "class_weight of 'Pop' is 1E+200; a weight must be from 0.000001 to 1,000,000." },
        { () => new() { ClassWeight = ClassWeight.Parse("Pop: NaN") }, "class_weight of 'Pop' is NaN; a weight must be from 0.000001 to 1,000,000." },
    };

    [Theory]
    [MemberData(nameof(OutOfRange))]
    public void Values_out_of_range_are_refused_with_name_value_and_range(Func<ForestOptions> make, string message) =>
        Assert.Equal(message, Assert.Throws<SongGenreException>(make).Message);

    [Fact]
    public void The_defaults_are_the_published_forest()
    {
        var options = new ForestOptions();
        Assert.Equal((100, Criterion.Gini, 13, true), (options.Trees, options.Criterion, options.MaxDepth, options.Bootstrap));
        Assert.Equal((MaxFeatures.Sqrt, ClassWeight.Balanced), (options.MaxFeatures, options.ClassWeight));
        Assert.Equal(options, new ForestOptions { ClassWeight = ClassWeight.Parse("balanced"), MaxFeatures = MaxFeatures.Parse("sqrt") });
    }

    [Theory]
    [InlineData("sqrt", 22, 4)]
    [InlineData("log2", 22, 4)]
    [InlineData("log2", 1, 1)]
    [InlineData("0.5", 22, 11)]
    [InlineData("0.01", 22, 1)]
    [InlineData("1.0", 22, 22)]
    [InlineData("1", 22, 1)]
    [InlineData("7", 22, 7)]
    [InlineData("99", 22, 22)]
    public void Max_features_read_and_count_as_in_scikit_learn(string text, int columns, int expected)
    {
        Assert.Equal(expected, MaxFeatures.Parse(text).Of(columns));
        Assert.Equal(text, MaxFeatures.Parse(text).ToString());
    }

    [Fact]
    public void Class_weights_by_name_become_class_weights_by_number()
    {
        var weights = ClassWeight.Parse("Rap: 0.5, Pop: 2");
        Assert.Equal("Pop: 2, Rap: 0.5", weights.ToString());
        Assert.Equal([2, 1, 0.5], weights.Numbered(["Pop", "dnb", "Rap"]).For([5, 5, 5]));
        Assert.Equal(
            "class_weight names the class 'Rap', which isn't known; the classes are Pop, dnb.",
            Assert.Throws<SongGenreException>(() => weights.Numbered(["Pop", "dnb"])).Message);
    }

    [Fact]
    public void Balanced_weights_give_every_class_that_is_present_the_same_weight() =>
        Assert.Equal([1.0, 2.0, 1.0, 2.0 / 3], ClassWeight.Balanced.For([4, 2, 0, 6]));
}
