using System.Text.Json.Nodes;
using SongGenre.Evaluation;
using SongGenre.Features;

namespace SongGenre;

/// <content>The calibration's place in <c>model.json</c>.</content>
public sealed partial class GenreModel
{
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
