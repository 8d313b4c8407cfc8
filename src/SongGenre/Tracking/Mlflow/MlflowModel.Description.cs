using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace SongGenre.Tracking.Mlflow;

/// <content>The file <c>MLmodel</c>.</content>
public static partial class MlflowModel
{
    // The version whose format this is.
    private const string MlflowVersion = "3.0.0";

    // The last version without what the graph uses: operator set 20, and LabelEncoder of doubles.
    private const string OnnxVersion = "1.15.0";
    private const string Python = "3.12";

    private static readonly JsonSerializerOptions s_readable = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    // Words that YAML 1.1, which Python reads, takes for something else than a text.
    private static readonly string[] s_reserved = ["null", "true", "false", "yes", "no", "on", "off", "y", "n"];

    private static JsonObject Described(string digest, string inputs, string outputs) => new()
    {
        ["artifact_path"] = Name,
        ["flavors"] = Flavors(isComplete: false),
        ["mlflow_version"] = MlflowVersion,
        ["model_uuid"] = digest[..32],
        ["saved_input_example_info"] = new JsonObject
        {
            ["artifact_path"] = Example,
            ["pandas_orient"] = "split",
            ["serving_input_path"] = ServingExample,
            ["type"] = "dataframe",
        },
        ["signature"] = new JsonObject
        {
            ["inputs"] = inputs,
            ["outputs"] = outputs,
            ["params"] = null,
        },
    };

    private static JsonObject Flavors(bool isComplete)
    {
        var flavors = new JsonObject
        {
            ["songgenre"] = new JsonObject { ["data"] = GenreModel.ModelFile, ["format"] = GenreModel.Format },
        };
        if (!isComplete) return flavors;
        flavors["onnx"] = new JsonObject
        {
            ["code"] = null,
            ["data"] = Graph,
            ["onnx_version"] = OnnxVersion,
            ["providers"] = new JsonArray("CPUExecutionProvider"),
        };
        flavors["python_function"] = new JsonObject
        {
            ["data"] = Graph,
            ["env"] = new JsonObject { ["conda"] = Conda, ["virtualenv"] = PythonEnvironment },
            ["loader_module"] = "mlflow.onnx",
            ["python_version"] = Python,
        };
        return flavors;
    }

    private static JsonObject Facts(LoggedModel model)
    {
        var facts = new JsonObject
        {
            ["model_id"] = model.Id,
            ["model_uuid"] = Uuid(model),
            ["utc_time_created"] = Time(model),
        };
        if (model.SourceRunId is { } run) facts["run_id"] = run;
        return facts;
    }

    /// <summary>What MLflow 2 shows a run's model by.</summary>
    private static JsonObject History(LoggedModel model) => new()
    {
        ["run_id"] = model.SourceRunId,
        ["artifact_path"] = Name,
        ["utc_time_created"] = Time(model),
        ["model_uuid"] = Uuid(model),
        ["flavors"] = Flavors(isComplete: false),
    };

    private static string Uuid(LoggedModel model) => model.Id[(model.Id.IndexOf('-', StringComparison.Ordinal) + 1)..];

    private static string Time(LoggedModel model) =>
        model.Created.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture);

    /// <summary>A description with members added or replaced.</summary>
    private static string With(string description, JsonObject facts)
    {
        var members = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (Match member in Members().Matches(description)) members[member.Groups[1].Value] = member.Value;
        foreach (var (key, value) in facts) members[key] = Yaml(new() { [key] = value?.DeepClone() });
        return string.Concat(members.Values);
    }

    private static string Yaml(JsonObject description)
    {
        var text = new StringBuilder();
        Write(text, description, "");
        return text.ToString();
    }

    private static void Write(StringBuilder text, JsonObject members, string indent)
    {
        foreach (var (key, value) in members.OrderBy(member => member.Key, StringComparer.Ordinal))
        {
            text.Append(indent).Append(key).Append(':');
            switch (value)
            {
                case JsonObject inner:
                    text.Append('\n');
                    Write(text, inner, indent + "  ");
                    break;
                case JsonArray items:
                    text.Append('\n');
                    foreach (var item in items) text.Append(indent).Append("- ").Append(Scalar(item)).Append('\n');
                    break;
                default:
                    text.Append(' ').Append(Scalar(value)).Append('\n');
                    break;
            }
        }
    }

    private static string Scalar(JsonNode? value)
    {
        if (value?.GetValueKind() != JsonValueKind.String) return value?.ToJsonString() ?? "null";
        var text = value.GetValue<string>();
        return Plain().IsMatch(text) && !s_reserved.Contains(text, StringComparer.OrdinalIgnoreCase)
            ? text
            : $"'{text.ReplaceLineEndings(" ").Replace("'", "''", StringComparison.Ordinal)}'";
    }

    // A member goes on while lines are indented or items of a list.
    [GeneratedRegex(@"^(\w+):.*\n(?:[ \-].*\n)*", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Members();

    [GeneratedRegex(@"^[A-Za-z][\w./\-]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Plain();
}
