using System.Reflection;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SongGenre.Tracking.Wandb;

public sealed partial class WandbRun
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Adds parameters, or changes them.</summary>
    /// <exception cref="SongGenreException">They can't be written.</exception>
    public void Configure(IReadOnlyDictionary<string, object?> configuration)
    {
        var items = Items(configuration);
        Write(() => Append(record => record.Message(5, () => Put(record, 1, items))));
    }

    private static List<(string Key, string Json)> Items(IReadOnlyDictionary<string, object?> values) =>
        [.. values.Select(value => (value.Key, WandbJson.Of(value.Value)))];

    private static void Put(ProtoWriter record, int field, List<(string Key, string Json)> items)
    {
        foreach (var (key, json) in items)
        {
            record.Message(field, () =>
            {
                record.Text(1, key);
                record.Text(16, json);
            });
        }
    }

    private static void PutTime(ProtoWriter record, int field, DateTimeOffset time) => record.Message(field, () =>
    {
        record.Integer(1, time.ToUnixTimeSeconds());
        record.Integer(2, time.Ticks % TimeSpan.TicksPerSecond * TimeSpan.NanosecondsPerTick);
    });

    private static void PutText(ProtoWriter record, int field, string? text)
    {
        if (!string.IsNullOrEmpty(text)) record.Text(field, text);
    }

    private void Begin(RunEnvironment environment, WandbSource source, List<(string Key, string Json)> configuration)
    {
        var producer = typeof(WandbRun).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!;
        Append(
            record => record.Message(21, () => record.Message(1, () => record.Text(1, producer.InformationalVersion))),
            isUrgent: false);
        Append(record => record.Message(17, () => PutRun(record, environment, source, configuration)), isUrgent: false);

        AddText("wandb-metadata.json", Describe(environment, source).ToJsonString(Indented) + "\n");
        var packages = environment.Versions.Select(package => $"{package.Key}=={package.Value}\n");
        AddText("requirements.txt", string.Concat(packages));
        if (!string.IsNullOrEmpty(source.Diff)) AddText("diff.patch", source.Diff);
        Flush();
    }

    private void PutRun(
        ProtoWriter record,
        RunEnvironment environment,
        WandbSource source,
        List<(string Key, string Json)> configuration)
    {
        record.Text(1, Id);
        PutText(record, 2, _options.Entity);
        record.Text(3, _options.Project);
        record.Message(4, () => Put(record, 1, configuration));
        PutText(record, 6, _options.Group);
        PutText(record, 7, _options.JobType);
        PutText(record, 8, _options.Name);
        PutText(record, 9, _options.Notes);
        foreach (var tag in _options.Tags) record.Text(10, tag);
        record.Text(13, environment.Host);
        PutTime(record, 17, _started);
        if (source.PublicRemote is null && environment.Commit is null) return;
        record.Message(21, () =>
        {
            PutText(record, 1, source.PublicRemote);
            PutText(record, 2, environment.Commit);
        });
    }

    private JsonObject Describe(RunEnvironment environment, WandbSource source) => new()
    {
        ["os"] = environment.OperatingSystem,
        ["dotnet"] = environment.Runtime,
        ["architecture"] = environment.Architecture,
        ["startedAt"] = _started.UtcDateTime,
        ["host"] = environment.Host,
        ["program"] = source.Program,
        ["args"] = new JsonArray([.. source.Arguments.Select(argument => (JsonNode?)argument)]),
        ["git"] = new JsonObject { ["remote"] = source.PublicRemote, ["commit"] = environment.Commit },
        ["cpu_count"] = environment.Processors,
    };

    private void AddText(string path, string text)
    {
        File.WriteAllBytes(FilePath(path), Encoding.UTF8.GetBytes(text));
        AppendFile(path, FileKind.Wandb);
    }
}
