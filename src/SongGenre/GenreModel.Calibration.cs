using System.Text.Json.Nodes;
using SongGenre.Evaluation;
using SongGenre.Features;
using SongGenre.Forest;

namespace SongGenre;

/// <content>Fitting the calibration, and its place in <c>model.json</c>.</content>
public sealed partial class GenreModel
{
    // An interrupted fit may have no out-of-bag probabilities.
    private static Calibrator? Calibrate(CalibrationOptions options, int[] labels, OutOfBag? outOfBag) =>
        (outOfBag, options.Method) switch
        {
            ({ } votes, CalibrationOptions.Temperature) =>
                Evaluation.Calibrator.FitTemperature(labels, votes.Probabilities),
            ({ } votes, CalibrationOptions.Dirichlet) =>
                Evaluation.Calibrator.FitDirichlet(labels, votes.Probabilities),
            _ => null,
        };

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
