using System.Text.Json.Nodes;
using SongGenre.Data;
using SongGenre.Features;

namespace SongGenre.Benchmarks.Accuracy;

/// <summary>Writes an experiment's features and the forest's own probabilities for <c>sklearn_forest.py</c>.</summary>
internal static class MatrixExport
{
    /// <summary>
    /// Writes <c>train.bin</c> and <c>test.bin</c> (little-endian doubles, column by column), <c>labels.json</c>,
    /// <c>ours.bin</c> (test rows × genres, row by row) and <c>experiment.json</c> into a folder.
    /// </summary>
    public static void Run(CleanSongs songs, Experiment experiment, string folder)
    {
        var split = Split.Create(songs, experiment.Split);
        var (pipeline, train) = FeaturePipeline.FitTransform(
            songs, split.Train, experiment.Features, experiment.Tfidf);
        var test = pipeline.Transform(songs.Table, split.Test);
        var model = GenreModel.Fit(songs, split.Train, pipeline, train, experiment);
        var probabilities = model.Predict(test);

        Directory.CreateDirectory(folder);
        Write(Path.Combine(folder, "train.bin"), train);
        Write(Path.Combine(folder, "test.bin"), test);
        using (var ours = new BinaryWriter(File.Create(Path.Combine(folder, "ours.bin"))))
        {
            for (var row = 0; row < probabilities.Rows; row++)
            {
                foreach (var value in probabilities.Row(row)) ours.Write(value);
            }
        }

        var labels = new JsonObject
        {
            ["train"] = new JsonArray([.. songs.LabelsOf(split.Train).Select(label => JsonValue.Create(label))]),
            ["test"] = new JsonArray([.. songs.LabelsOf(split.Test).Select(label => JsonValue.Create(label))]),
        };
        File.WriteAllText(Path.Combine(folder, "labels.json"), labels.ToJsonString());
        var knobs = new JsonObject(experiment.Flatten().Select(
            knob => KeyValuePair.Create(knob.Key, (JsonNode?)JsonValue.Create(knob.Value))));
        File.WriteAllText(Path.Combine(folder, "experiment.json"), knobs.ToJsonString());
    }

    private static void Write(string file, FeatureMatrix matrix)
    {
        using var writer = new BinaryWriter(File.Create(file));
        foreach (var column in matrix.Numbers.Columns)
        {
            var values = column.Values;
            if (column.Indices is { } rows)
            {
                values = new double[column.Rows];
                for (var i = 0; i < rows.Length; i++) values[rows[i]] = column.Values[i];
            }

            foreach (var value in values) writer.Write(value);
        }
    }
}
