using System.Text.Json.Nodes;

namespace SongGenre.Cli.Tests;

/// <summary>A folder with one of each broken thing, and a few whole ones.</summary>
internal static class BadInputs
{
    private static ReadOnlySpan<byte> Png => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13];

    public static void Write(TemporaryFolder folder, TrainedSample sample)
    {
        var songs = File.ReadAllLines(sample.SongsAsText)[..4];
        var parquet = File.ReadAllBytes(sample.Songs);
        Directory.CreateDirectory(folder["nothing"]);
        folder.Write("file", "a file where a folder should be");
        folder.Write("empty.csv", "");
        folder.Write("header.csv", songs[0]);
        folder.Write("cut.parquet", parquet[..(parquet.Length / 2)]);
        folder.Write("damaged.parquet", [.. parquet[..^200], .. new byte[150], .. parquet[^50..]]);
        folder.Write("picture.csv", Png.ToArray());
        folder.Write("no-tempo.csv", string.Join('\n', songs).Replace("tempo", "speed", StringComparison.Ordinal));
        folder.Write("mistyped.csv", Change(songs, "tempo", "fast"));
        folder.Write("nan.csv", Change(songs, "energy", "NaN"));
        folder.Write("half-key.csv", Change(songs, "key", "1.5"));
        folder.Write("polka.csv", Change(songs, "genre", "Polka"));
        folder.Write("no-genre.csv", Change(songs, "genre", ""));
        folder.Write("loud.csv", Change(songs, "tempo", "900"));
        folder.Write("broken.yaml", "forest: [1, 2\n");
        folder.Write("unknown.yaml", "forest:\n  n_trees: 10\n");
        folder.Write("text.ipynb", "not JSON");
        Change(sample.CopyModel(folder["flipped"]), "trees.bin", bytes => bytes[bytes.Length / 2] ^= 1);
        File.Delete(Path.Combine(sample.CopyModel(folder["incomplete"]), "features.json"));
        var trees = Path.Combine(sample.CopyModel(folder["cut"]), "trees.bin");
        File.WriteAllBytes(trees, File.ReadAllBytes(trees)[..1000]);
        var model = Path.Combine(sample.CopyModel(folder["newer"]), "model.json");
        var json = JsonNode.Parse(File.ReadAllText(model))!;
        json["format"] = 99;
        File.WriteAllText(model, json.ToJsonString());
        File.WriteAllText(Path.Combine(sample.CopyModel(folder["scribbled"]), "model.json"), "{");
    }

    // No field before the texts at the end holds a comma.
    private static string Change(string[] lines, string column, string value)
    {
        var fields = lines[2].Split(',');
        fields[lines[0].Split(',').ToList().IndexOf(column)] = value;
        return string.Join('\n', lines[0], lines[1], string.Join(',', fields), lines[3]);
    }

    private static void Change(string folder, string name, Action<byte[]> change)
    {
        var bytes = File.ReadAllBytes(Path.Combine(folder, name));
        change(bytes);
        File.WriteAllBytes(Path.Combine(folder, name), bytes);
    }
}
