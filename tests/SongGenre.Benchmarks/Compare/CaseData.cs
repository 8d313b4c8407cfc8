using Microsoft.Data.Analysis;
using SongGenre.Data;
using SongGenre.Features;
using SongGenre.Forest;

namespace SongGenre.Benchmarks.Compare;

/// <summary>The rows of a case, as matrices and as the table that they came from.</summary>
internal sealed class CaseData
{
    private const int TrainSeed = 42, TestSeed = 43;

    private CaseData(CleanSongs train, int[] trainRows, CleanSongs test, int[] testRows, ComparisonCase of)
    {
        var experiment = of.ToExperiment();
        var pipeline = FeaturePipeline.Fit(train, trainRows, experiment.Features, experiment.Tfidf);
        TrainSongs = train;
        (TrainRows, TestRows) = (trainRows, testRows);
        TrainLabels = train.LabelsOf(trainRows);
        TestLabels = test.LabelsOf(testRows);
        Train = pipeline.Transform(train.Table, trainRows).Numbers;
        Test = pipeline.Transform(test.Table, testRows).Numbers;
    }

    /// <summary>The table of the training rows and, where songs are real, of the test rows.</summary>
    public CleanSongs TrainSongs { get; }

    /// <summary>Training rows in the table.</summary>
    public int[] TrainRows { get; }

    /// <summary>Test rows in the table.</summary>
    public int[] TestRows { get; }

    /// <summary>Features to fit.</summary>
    public ColumnMatrix Train { get; }

    /// <summary>Features to predict.</summary>
    public ColumnMatrix Test { get; }

    /// <summary>Classes to fit.</summary>
    public int[] TrainLabels { get; }

    /// <summary>Classes that the predictions are judged by.</summary>
    public int[] TestLabels { get; }

    /// <summary>Loads or generates the songs of a case.</summary>
    /// <exception cref="SongGenreException">The published data set can't be had and the case needs it.</exception>
    public static CaseData Of(ComparisonCase of)
    {
        if (of.Generated is not { } rows)
        {
            var songs = SongData.Load().Clean();
            var split = Split.Create(songs, new SplitOptions { Kind = "published" });
            var tested = of.PredictedRows ?? split.Test.Length;
            int[] test = [.. Enumerable.Range(0, tested).Select(i => split.Test[i % split.Test.Length])];
            return new(songs, split.Train, songs, test, of);
        }

        return new(Sample(rows.Train, TrainSeed), All(rows.Train), Sample(rows.Test, TestSeed), All(rows.Test), of);
    }

    /// <summary>Writes all that peers read.</summary>
    public void Write(string folder, ComparisonCase of)
    {
        CaseFile.Export(folder, of, Train, TrainLabels, Test, TrainSongs.Genres.Count, Environment.ProcessorCount);
        if (!of.FromTable) return;
        WriteTable(folder, "train", TrainRows);
        WriteTable(folder, "test", TestRows);
    }

    // Numbers column by column, a missing one NaN; texts with a zero byte after each.
    private void WriteTable(string folder, string side, int[] rows)
    {
        var table = TrainSongs.Table;
        double[] numbers =
        [
            .. FeaturePipeline.Numerical.Concat(FeaturePipeline.Categorical)
                .SelectMany(name => rows.Select(row => Convert.ToDouble(table.Columns[name][row] ?? double.NaN))),
        ];
        MatrixFile.WriteAll(Path.Combine(folder, side + ".table"), numbers);
        var texts = table.Columns["text_feature"];
        File.WriteAllText(Path.Combine(folder, side + ".texts"), string.Concat(rows.Select(row => texts[row] + "\0")));
    }

    private static CleanSongs Sample(int rows, int seed)
    {
        var table = SongSample.Generate(rows, seed);
        table.Columns.Add(new Int64DataFrameColumn("row", Enumerable.Range(0, rows).Select(row => (long)row)));
        return new Songs(table, new(DataOrigin.Sample, "generated sample", "", IsPublished: false, IsSynthetic: true))
            .Clean(dropDuplicates: false);
    }

    private static int[] All(int rows) => [.. Enumerable.Range(0, rows)];
}
