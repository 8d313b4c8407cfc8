using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Data.Analysis;
using SongGenre.Data;
using SongGenre.Tracking.Artifacts;
using SongGenre.Tracking.Journal;
using SongGenre.Tracking.Mlflow;

namespace SongGenre.Tracking;

public sealed partial class TrackedRun
{
    internal const string DataTag = "songgenre.data.sha256";
    internal const string SplitTag = "songgenre.split";

    /// <summary>Before a knob's name by which the scored rows were divided, not those of the parameters.</summary>
    internal const string SplitTagPrefix = "songgenre.";

    /// <summary>Before a knob's name by which the model's rows were divided, not those of the parameters.</summary>
    internal const string TrainedTagPrefix = "songgenre.trained.";

    private const int DigestLength = 36;

    /// <summary>Records which songs the run reads.</summary>
    /// <param name="songs">The songs.</param>
    /// <param name="split">
    /// Which of them it fits on and which it scores on; null for a run that scores on all of them.
    /// </param>
    public void Data(CleanSongs songs, Split? split = null)
    {
        ArgumentNullException.ThrowIfNull(songs);
        if (IsOn) Try(() => Tell(songs, split));
    }

    /// <summary>Records a saved model that the run uses: what it was called, and which one exactly that was.</summary>
    /// <param name="model">The model's folder.</param>
    public void UsedModel(ModelFolder model)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (IsOn) Try(() => Tell(model));
    }

    /// <summary>Records an artifact that the run uses; the store itself is told by <see cref="ArtifactStore.Use"/>.</summary>
    /// <param name="store">The store.</param>
    /// <param name="version">The version.</param>
    /// <param name="context">
    /// What its rows are for: <c>training</c>, <c>validation</c> or <c>testing</c>; null for what is no data of a model.
    /// </param>
    public void Used(ArtifactStore store, ArtifactVersion version, string? context = null)
    {
        Artifact(store, version, isUsed: true);
        if (version.Metadata.Schema.Count == 0) return;
        var dataset = new Dataset
        {
            Name = version.Name,
            Digest = version.Digest[..DigestLength],
            SourceType = "local",
            Source = new JsonObject { ["uri"] = version.Reference }.ToJsonString(),
            Schema = Schema(version.Metadata.Schema.Select(column => (column.Name, column.Type))),
            Profile = Profile(version.Rows ?? 0, version.Metadata.Schema.Count),
        };
        Log(journal => journal.Append(new DataUsed(Now, [new(dataset, context)])));
    }

    /// <summary>Records an artifact that the run made; the store itself is told when it is added.</summary>
    public void Made(ArtifactStore store, ArtifactVersion version) => Artifact(store, version, isUsed: false);

    private static DatasetInput Input(CleanSongs songs, string context, int[] rows) => new(
        new()
        {
            Name = "songs." + context,
            Digest = Digest(songs, rows),
            SourceType = "local",
            Source = new JsonObject { ["uri"] = songs.Source.File }.ToJsonString(),
            Schema = Schema(songs.Table.Columns.Select(column => (column.Name, TypeOf(column)))),
            Profile = Profile(rows.Length, songs.Table.Columns.Count),
        },
        context);

    // The file and which of its rows: cheaper than the rows' content, and as good since cleaning only takes rows away.
    private static string Digest(CleanSongs songs, int[] rows)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(songs.Source.Sha256));
        hash.AppendData(MemoryMarshal.AsBytes<int>(rows));
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..DigestLength];
    }

    private static string Schema(IEnumerable<(string Name, string Type)> columns) => new JsonObject
    {
        ["mlflow_colspec"] = new JsonArray([.. columns.Select(column => new JsonObject
        {
            ["type"] = column.Type switch { "int64" => "long", "bool" => "boolean", var type => type },
            ["name"] = column.Name,
            ["required"] = true,
        })]),
    }.ToJsonString();

    private static string Profile(long rows, int columns) =>
        new JsonObject { ["num_rows"] = rows, ["num_elements"] = rows * columns }.ToJsonString();

    private static string TypeOf(DataFrameColumn column) => column switch
    {
        DoubleDataFrameColumn => "double",
        StringDataFrameColumn => "string",
        BooleanDataFrameColumn => "bool",
        _ => "int64",
    };

    private void Tell(CleanSongs songs, Split? split)
    {
        Tag(DataTag, songs.Source.Sha256);
        if (split is not null) Tag(SplitTag, split.Name);
        (string Context, int[] Rows)[] parts = split is null
            ? [("testing", [.. Enumerable.Range(0, songs.Count)])]
            : [("training", split.Train), ("validation", split.Validation), ("testing", split.Test)];
        Log(journal => journal.Append(new DataUsed(
            Now, [.. parts.Where(part => part.Rows.Length > 0).Select(part => Input(songs, part.Context, part.Rows))])));
        if (!System.IO.File.Exists(songs.Source.File)) return;
        var metadata = new Dictionary<string, string> { ["sha256"] = songs.Source.Sha256 };
        if (songs.Source.IsSynthetic) metadata["notice"] = DataSource.SyntheticNotice;
        var file = Path.GetFullPath(songs.Source.File);
        Log(journal => journal.Append(new ArtifactLogged(
            Now, IsUsed: true, "songs", "dataset", new Dictionary<string, string> { [Path.GetFileName(file)] = file },
            metadata, [])));
    }

    private void Tell(ModelFolder model)
    {
        var used = Tracking.UsedModel.Of(model);
        Tags(used.Tags);
        if (used.Id is { } id) Log(journal => journal.Append(new ModelUsed(Now, id)));
        var files = Directory.GetFiles(Path.GetFullPath(model.Path)).ToDictionary(file => Path.GetFileName(file));
        // A copy is gone when its turn comes. Of MLflow's stores the one that it came from has it already.
        if (model.IsCopy && _takesArtifacts)
        {
            foreach (var (name, file) in files.ToList())
            {
                files[name] = $"used/{name}";
                if (!Write(journal => journal.Keep(files[name], copy => System.IO.File.Copy(file, copy)))) return;
            }
        }

        var metadata = used.Tags.Where(tag => tag.Key != Tracking.UsedModel.Tag).ToDictionary();
        Log(journal => journal.Append(new ArtifactLogged(Now, IsUsed: true, "model", "model", files, metadata, [])));
    }

    private void Artifact(ArtifactStore store, ArtifactVersion version, bool isUsed)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(version);
        if (!IsOn) return;
        var metadata = new Dictionary<string, string>(version.Metadata.Properties) { ["version"] = version.Reference };
        Log(journal => journal.Append(new ArtifactLogged(
            Now, isUsed, version.Name, version.Type,
            version.Files.ToDictionary(file => file.Path, file => store.PathOf(file)),
            metadata, version.Aliases)));
    }
}
