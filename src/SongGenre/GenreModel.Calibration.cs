using System.Text.Json.Nodes;
using SongGenre.Data;
using SongGenre.Evaluation;
using SongGenre.Features;
using SongGenre.Forest;

namespace SongGenre;

/// <content>Fitting the calibration, and its place in <c>model.json</c>.</content>
public sealed partial class GenreModel
{
    /// <summary>
    /// Fits on recordings that stand among the training rows once. Of the others, trees that haven't seen a row have seen
    /// the same recording under another genre: they are wrong more often than on new recordings, and just as sure.
    /// </summary>
    private static Calibrator? Calibrate(
        CalibrationOptions options, CleanSongs songs, int[] rows, int[] labels, OutOfBag? outOfBag)
    {
        // An interrupted fit may have no out-of-bag probabilities.
        if (outOfBag is null || options.Method == CalibrationOptions.None) return null;
        var recordings = RowGroups.ByRecording(songs.Table);
        var rowsOf = new Dictionary<int, int>();
        foreach (var row in rows) rowsOf[recordings[row]] = rowsOf.GetValueOrDefault(recordings[row]) + 1;
        var chosen = Enumerable.Range(0, rows.Length).Where(i => rowsOf[recordings[rows[i]]] == 1).ToArray();
        var probabilities = new Probabilities(
            songs.Genres.Count, [.. chosen.SelectMany(i => outOfBag.Probabilities.Row(i).ToArray())]);
        var known = Array.ConvertAll(chosen, i => labels[i]);
        return options.Method == CalibrationOptions.Temperature
            ? Evaluation.Calibrator.FitTemperature(known, probabilities)
            : Evaluation.Calibrator.FitDirichlet(known, probabilities);
    }

    private static JsonObject ToJson(Calibrator calibrator) => calibrator.Temperature is { } temperature
        ? new() { ["temperature"] = temperature }
        : new()
        {
            ["weights"] = new JsonArray([.. calibrator.Weights.Select(weight => JsonValue.Create(weight))]),
            ["shifts"] = new JsonArray([.. calibrator.Shifts.Select(shift => JsonValue.Create(shift))]),
        };

    private static Calibrator ReadCalibrator(JsonPart part, int classes)
    {
        if (!part.Has("temperature"))
        {
            return Evaluation.Calibrator.OfWeights(
                part["weights"].Numbers(classes * classes), part["shifts"].Numbers(classes));
        }

        var temperature = part["temperature"].Number();
        return temperature is >= 1e-6 and <= 1e6
            ? Evaluation.Calibrator.OfTemperature(temperature, classes)
            : throw part["temperature"].Damaged("it must be from 0.000001 to 1000000");
    }
}
