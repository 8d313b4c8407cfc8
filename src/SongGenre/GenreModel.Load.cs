using System.Buffers.Binary;
using System.Globalization;
using System.Text.Json;
using SongGenre.Features;
using SongGenre.Forest;

namespace SongGenre;

public sealed partial class GenreModel
{
    /// <summary>The most bytes that a file of a model may have: a size is looked at before anything is read.</summary>
    private static long Longest(string name) => name switch
    {
        FeaturesFile => 16L << 20,
        TrainingRowsFile => 256L << 20,
        TreesFile => RandomForest.LongestFile,
        _ => 1L << 20,
    };

    /// <summary>Reads a model that <see cref="Save(string)"/> wrote; it predicts bit for bit what the saved one did.</summary>
    /// <param name="folder">The model's folder.</param>
    /// <exception cref="SongGenreException">The folder holds no model, or one that is damaged, incomplete or too new.</exception>
    public static GenreModel Load(string folder)
    {
        try
        {
            return Read(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new SongGenreException($"{folder}: the model can't be read: {e.Message.ReplaceLineEndings(" ")}", e);
        }
    }

    private static GenreModel Read(string folder)
    {
        var modelFile = Path.Combine(folder, ModelFile);
        if (!File.Exists(modelFile))
            throw new SongGenreException($"{folder}: holds no {ModelFile}, so it is no model; name a folder that 'train' wrote.");
        RefuseIfTooLong(modelFile, modelFile);
        var json = Json(modelFile);
        var model = JsonPart.Root(json, modelFile);
        var format = model["format"].Integer();
        if (format > Format)
        {
            throw new SongGenreException(string.Create(CultureInfo.InvariantCulture,
                $"{modelFile}: is of format {format}; this program reads formats up to {Format}: update it."));
        }

        if (format < 1) throw model["format"].Damaged("it must be at least 1");
        if (model[ChecksumKey].Text() != ModelChecksum(json, modelFile)) throw model[ChecksumKey].Damaged("it isn't that of the other members");
        var trainer = model["trainer"].Text();
        if (trainer != ForestOptions.RandomForestTrainer)
            throw model["trainer"].Damaged($"it must be {ForestOptions.RandomForestTrainer}, the only trainer whose models can be saved");
        string Whole(string name)
        {
            var file = Path.Combine(folder, name);
            if (!File.Exists(file)) throw new SongGenreException($"{file}: is missing; train the model again or restore the file.");
            RefuseIfTooLong(file, file);
            return Checksum(file) == model["sha256"][name].Text()
                ? file
                : throw new SongGenreException($"{file}: is damaged (its checksum isn't the one in {ModelFile}); train the model again or restore the file.");
        }

        var experiment = Experiment.Read(Whole(ExperimentFile));
        if (experiment.Forest.Trainer != trainer) throw model["trainer"].Damaged($"{ExperimentFile} names another");
        var genres = Array.ConvertAll(model["genres"].Items(), g => g.Text());
        if (genres.Distinct(StringComparer.Ordinal).Count() != genres.Length) throw model["genres"].Damaged("a genre is named twice");

        var featuresFile = Whole(FeaturesFile);
        var features = FeaturePipeline.FromJson(JsonPart.Root(Json(featuresFile), featuresFile));
        var classifier = Forest(Whole(TreesFile));
        if (classifier.Classes != genres.Length || classifier.Columns != features.Columns.Count)
        {
            throw new SongGenreException(string.Create(CultureInfo.InvariantCulture,
                $"{folder}: its files don't belong together ({genres.Length} genres and {features.Columns.Count} features, but the classifier has {classifier.Classes} and {classifier.Columns}); train the model again."));
        }

        var accuracy = model[OutOfBagKey].NumberOrNull();
        return new(
            features,
            classifier,
            genres,
            experiment,
            model["data_sha256"].Text(),
            accuracy,
            TrainingRows(Whole(TrainingRowsFile)),
            model.Has(CalibrationKey) ? ReadCalibrator(model[CalibrationKey], genres.Length) : null);
    }

    private static Lazy<ulong[]> TrainingRows(string file)
    {
        var length = new FileInfo(file).Length;
        if (length % sizeof(ulong) != 0)
            throw new SongGenreException($"{file}: {length} bytes are no list of training rows; train the model again.");
        var bytes = File.ReadAllBytes(file);
        return new(() => [.. Enumerable.Range(0, bytes.Length / sizeof(ulong))
            .Select(i => BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(i * sizeof(ulong))))]);
    }

    private static RandomForest Forest(string file)
    {
        using var stream = File.OpenRead(file);
        return RandomForest.Load(stream, file);
    }

    private static void RefuseIfTooLong(string file, string called)
    {
        var longest = Longest(Path.GetFileName(file));
        if (new FileInfo(file).Length > longest)
            throw new SongGenreException($"{called}: is larger than {longest >> 20} MB, the most that can be read; use a smaller model.");
    }

    private static string ModelChecksum(JsonElement json, string file)
    {
        try
        {
            return Checksum(json);
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException)
        {
            // A text that is half a surrogate pair or no UTF-8 parses but can't be written.
            throw new SongGenreException($"{file}: isn't valid JSON; train the model again or restore the file.", e);
        }
    }

    private static JsonElement Json(string file)
    {
        try
        {
            return JsonElement.Parse(File.ReadAllBytes(file), new JsonDocumentOptions { AllowDuplicateProperties = false });
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new SongGenreException($"{file}: isn't valid JSON; train the model again or restore the file.", e);
        }
    }
}
