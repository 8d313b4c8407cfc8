using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using SongGenre.Forest;
using SongGenre.Tracking.Mlflow;

namespace SongGenre;

public sealed partial class GenreModel
{
    internal const int Format = 2;
    internal const string ModelFile = "model.json";
    private const string ExperimentFile = "experiment.yaml";
    private const string FeaturesFile = "features.json";
    private const string TreesFile = "trees.bin";
    private const string OutOfBagKey = "out_of_bag_accuracy";
    private const string CalibrationKey = "calibration";
    private const string ChecksumKey = "checksum";
    private const string TrainingRowsFile = "training-rows.bin";

    private static readonly JsonSerializerOptions s_readable = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>
    /// Writes the model as a folder: <c>model.json</c> (format, genres, data, checksums), <c>experiment.yaml</c>,
    /// <c>features.json</c>, <c>training-rows.bin</c>, and <c>trees.bin</c>. The folder appears whole or not at all.
    /// </summary>
    /// <param name="folder">The folder to make; a model in its place is replaced, anything else is left alone.</param>
    /// <exception cref="SongGenreException">
    /// The model is the baseline, a file of it is too large to be loaded again (<c>features.json</c>: 16 MB,
    /// <c>training-rows.bin</c>: 256 MB, <c>trees.bin</c>: 1 GB), something that is no model is in the way, or the folder can't be written.
    /// </exception>
    public void Save(string folder) => Save(folder, _ => { });

    /// <summary>As <see cref="Save(string)"/>, with further files.</summary>
    /// <param name="folder">The folder to make.</param>
    /// <param name="more">Adds files of <see cref="MlflowModel.Files"/> to the folder that it is given.</param>
    internal void Save(string folder, Action<string> more)
    {
        RequireSavable(Experiment);
        try
        {
            var target = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
            RefuseToReplace(target, folder);
            var parent = Path.GetDirectoryName(target)
                ?? throw new SongGenreException($"{folder}: a model can't take the place of a whole disk; name a folder.");
            Directory.CreateDirectory(parent);
            var temporary = Path.Combine(parent, $".{Path.GetFileName(target)}.{Path.GetRandomFileName()}");
            try
            {
                Write(temporary);
                more(temporary);
                Replace(target, temporary);
            }
            finally
            {
                if (Directory.Exists(temporary)) Directory.Delete(temporary, recursive: true);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new SongGenreException($"{folder}: the model can't be written: {e.Message.ReplaceLineEndings(" ")}", e);
        }
    }

    /// <summary>Refuses what <see cref="Save(string)"/> would refuse after the training.</summary>
    /// <param name="experiment">What the model is, or will be, trained by.</param>
    /// <exception cref="SongGenreException">The trainer is the baseline.</exception>
    public static void RequireSavable(Experiment experiment)
    {
        if (experiment.Forest.Trainer != ForestOptions.RandomForestTrainer)
        {
            throw new SongGenreException(
                $"The baseline {experiment.Forest.Trainer} is for comparison and can't be saved; train {ForestOptions.RandomForestTrainer} to keep a model.");
        }
    }

    private static void RefuseToReplace(string target, string folder)
    {
        if (File.Exists(target)) throw new SongGenreException($"{folder}: is a file; name a folder for the model.");
        if (!Directory.Exists(target)) return;
        var names = Directory.EnumerateFileSystemEntries(target).Select(Path.GetFileName).ToHashSet(StringComparer.Ordinal);
        if (names.Count == 0) return;
        string[] known = [ModelFile, ExperimentFile, FeaturesFile, TrainingRowsFile, TreesFile, .. MlflowModel.Files];
        var stranger = names.Order(StringComparer.Ordinal).FirstOrDefault(name => !known.Contains(name));
        if (stranger is not null || !names.Contains(ModelFile))
        {
            throw new SongGenreException(
                $"{folder}: is a folder of something else (it holds {stranger ?? "no " + ModelFile}); name another one for the model.");
        }
    }

    private static void Replace(string target, string temporary)
    {
        if (!Directory.Exists(target))
        {
            Directory.Move(temporary, target);
            return;
        }

        // A folder can't take another's place in one step: the old model steps aside and comes back if that fails.
        var old = temporary + ".old";
        Directory.Move(target, old);
        try
        {
            Directory.Move(temporary, target);
        }
        catch
        {
            Directory.Move(old, target);
            throw;
        }

        Directory.Delete(old, recursive: true);
    }

    private void Write(string folder)
    {
        Directory.CreateDirectory(folder);
        WriteText(folder, ExperimentFile, Experiment.ToYaml());
        WriteText(folder, FeaturesFile, Features.ToJson().ToJsonString(s_readable) + "\n");
        var rows = new byte[_trainingRows.Value.Length * sizeof(ulong)];
        for (var i = 0; i < _trainingRows.Value.Length; i++)
            BinaryPrimitives.WriteUInt64LittleEndian(rows.AsSpan(i * sizeof(ulong)), _trainingRows.Value[i]);
        File.WriteAllBytes(Path.Combine(folder, TrainingRowsFile), rows);
        using (var stream = File.Create(Path.Combine(folder, TreesFile))) ((RandomForest)_classifier).Save(stream);

        var checksums = new JsonObject();
        foreach (var name in (string[])[ExperimentFile, FeaturesFile, TrainingRowsFile, TreesFile])
        {
            var file = Path.Combine(folder, name);
            RefuseIfTooLong(file, name);
            checksums[name] = Checksum(file);
        }

        var model = new JsonObject
        {
            ["format"] = Format,
            ["trainer"] = Experiment.Forest.Trainer,
            ["genres"] = new JsonArray([.. Genres.Select(g => JsonValue.Create(g))]),
            ["data_sha256"] = DataSha256,
            [OutOfBagKey] = OutOfBagAccuracy,
            ["sha256"] = checksums,
        };
        if (Calibrator is not null) model[CalibrationKey] = ToJson(Calibrator);
        model[ChecksumKey] = Checksum(JsonSerializer.SerializeToElement(model));
        WriteText(folder, ModelFile, model.ToJsonString(s_readable) + "\n");
    }

    private static void WriteText(string folder, string name, string text) =>
        File.WriteAllText(Path.Combine(folder, name), text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));

    /// <summary>SHA-256 of a JSON object's members but the checksum itself, in their order and without white space.</summary>
    private static string Checksum(JsonElement model)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            foreach (var member in model.EnumerateObject().Where(member => !member.NameEquals(ChecksumKey))) member.WriteTo(writer);
            writer.WriteEndObject();
        }

        return Convert.ToHexStringLower(SHA256.HashData(stream.ToArray()));
    }

    private static string Checksum(string file)
    {
        using var stream = File.OpenRead(file);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
