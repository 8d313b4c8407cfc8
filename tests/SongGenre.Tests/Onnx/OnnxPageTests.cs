using System.Text.Json;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using SongGenre.Data;
using SongGenre.Onnx;
using SongGenre.Tests.Data;

namespace SongGenre.Tests.Onnx;

public sealed class OnnxPageTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_code_on_the_page_is_the_code_below()
    {
        // The build maps this file's path away, and tests run below the repository.
        var root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "SongGenre.sln"))) root = Path.GetDirectoryName(root)!;
        var page = File.ReadAllText(Path.Combine(root, "src", "SongGenre", "Onnx", "README.md"));
        var file = Path.Combine(root, "tests", "SongGenre.Tests", "Onnx", $"{nameof(OnnxPageTests)}.cs");
        var run = Part(File.ReadAllText(file), "// From here\n", "// to here")
            .Select(line => line.Replace("_folder[\"model.onnx\"]", "\"model.onnx\"", StringComparison.Ordinal))
            .Select(line => line.Replace("output.WriteLine", "Console.WriteLine", StringComparison.Ordinal));
        Assert.Equal(Part(page, "```csharp\n", "```"), run);
    }

    [Fact]
    public void The_code_on_the_page_runs()
    {
        var songs = RealData.CleanSongs;
        int[] rows = [.. Enumerable.Range(0, 2000).Select(i => i * 20)];
        var experiment = new Experiment { Forest = new() { Trees = 5, OobScore = false } };
        var model = GenreModel.Fit(songs, rows, experiment, cancel: TestContext.Current.CancellationToken);
        OnnxFile.Write(model, _folder["model.onnx"]);
        var output = new StringWriter();

        // From here
        using var session = new InferenceSession(_folder["model.onnx"]);
        NamedOnnxValue Numbers(string name, params double[] values) =>
            NamedOnnxValue.CreateFromTensor(name, new DenseTensor<double>(values, [values.Length, 1]));
        NamedOnnxValue Texts(string name, params string[] values) =>
            NamedOnnxValue.CreateFromTensor(name, new DenseTensor<string>(values, [values.Length, 1]));

        // Two songs: one with everything, one without loudness and title.
        using var results = session.Run(
        [
            Numbers("danceability", 0.63, 0.72), Numbers("energy", 0.94, 0.55), Numbers("loudness", -4.1, double.NaN),
            Numbers("speechiness", 0.06, 0.31), Numbers("acousticness", 0.01, 0.4), Numbers("instrumentalness", 0.8, 0),
            Numbers("liveness", 0.3, 0.1), Numbers("valence", 0.2, 0.5), Numbers("tempo", 174, 92.5),
            Numbers("duration_ms", 301_000, 187_000), Numbers("time_signature", 4, 4), Numbers("key", 1, 11),
            Texts("title", "Drum & Bass 2020", ""), Texts("song_name", "", "Москва ночью"),
        ]);
        var labels = results.First(result => result.Name == "label").AsTensor<string>();
        var probabilities = results.First(result => result.Name == "probabilities").AsTensor<float>();
        var genres = JsonSerializer.Deserialize<string[]>(session.ModelMetadata.CustomMetadataMap["genres"])!;
        for (var song = 0; song < labels.Length; song++)
            output.WriteLine($"{labels[song]} {probabilities[song, Array.IndexOf(genres, labels[song])]:0.00}");
        // to here

        var lines = output.ToString().TrimEnd().Split('\n');
        Assert.Equal(2, lines.Length);
        Assert.All(lines, line => Assert.Contains(line[..line.LastIndexOf(' ')], SongData.Genres));
    }

    private static IEnumerable<string> Part(string text, string after, string before)
    {
        var start = text.LastIndexOf(after, StringComparison.Ordinal) + after.Length;
        var part = text[start..text.IndexOf(before, start, StringComparison.Ordinal)];
        return part.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0);
    }
}
