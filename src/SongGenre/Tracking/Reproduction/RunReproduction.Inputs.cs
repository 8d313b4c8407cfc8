using System.Globalization;
using SongGenre.Data;
using SongGenre.Steps;
using SongGenre.Tracking.Artifacts;
using SongGenre.Tracking.Mlflow;

namespace SongGenre.Tracking.Reproduction;

public sealed partial class RunReproduction
{
    private static readonly string[] Commands = ["train", "evaluate", "sweep", "report", "run"];

    private static readonly string[] OutputOptions = ["--model-out", "--out", "--best"];

    // The repetition is compared and thrown away: no tracker is to have it.
    private static readonly string[] WandbOptions =
        ["--wandb-project", "--wandb-entity", "--wandb-group", "--wandb-job-type"];

    // Whatever it is called now: the content is what counts.
    private string? FindData(RecordedRun run, CommandLine command)
    {
        if (run.Tag(TrackedRun.DataTag) is not { } wanted || run.Tag(StepPlan.InputsTag) is not null) return null;
        var named = new List<string?>();
        command.Replace("--data", value =>
        {
            named.Add(value);
            return value;
        });
        string?[] places =
        [
            .. named, Environment.GetEnvironmentVariable(SongData.FileVariable),
            Path.Combine(Repository.Root, "data", "raw", SongData.Card.File),
            new ArtifactStore(Options.ArtifactFolder).ContentOf(wanted),
        ];
        foreach (var place in places.OfType<string>())
        {
            var file = Directory.Exists(place) ? Path.Combine(place, SongData.Card.File) : place;
            if (File.Exists(file) && TableHash.OfFile(file) == wanted) return Path.GetFullPath(file);
        }

        if (wanted == SongData.SampleSha256 || command.Arguments.Contains("--train")) return null;
        throw new SongGenreException(
            $"the data of the run, SHA-256 {Short(wanted, 12)}…, is found neither where the run had it nor in the "
            + $"artifact store; name the file with {SongData.FileVariable}.");
    }

    // The same command, but for where it reads and writes.
    private void Adapt(
        CommandLine command, RecordedRun run, string name, WorkTree tree, string? data, ModelFolder? model)
    {
        foreach (var option in OutputOptions)
        {
            command.Replace(
                option, value => Path.Combine(tree.Folder, "out", Path.GetFileName(Path.GetFullPath(value))));
        }

        command.Replace("--data", value => data ?? Absolute(value));
        foreach (var option in WandbOptions) command.Replace(option, _ => null);
        if (model is not null)
        {
            var copy = Copied(model.Path, Path.Combine(tree.Folder, "model"));
            command.Replace(ModelOption, _ => copy);
        }

        foreach (var option in (string[])["--train", "--test"]) command.Replace(option, Absolute);
        command.Replace("--config", value => run.Experiment is { } experiment
            && (Path.IsPathRooted(value) || !File.Exists(Path.Combine(tree.Tree, value)))
                ? Written(Path.Combine(tree.Folder, "experiment.yaml"), experiment)
                : value);
        if (run.Tag("songgenre.command") == "report") AdaptNotebooks(command, tree, name);
        if (run.Tag(StepPlan.InputsTag) is not { } inputs) return;
        command.Replace("--input", _ => null);
        var (from, to) = (new ArtifactStore(Options.ArtifactFolder),
            new ArtifactStore(Path.Combine(tree.Folder, ".songgenre", "artifacts")));
        foreach (var (i, (step, reference)) in Inputs(inputs, name).Index())
        {
            var folder = Path.Combine(tree.Folder, "inputs", i.ToString(CultureInfo.InvariantCulture));
            var version = from.Get(reference, folder);
            command.Add("--input", $"{step}={to.Add(version.Name, version.Type, folder, version.Metadata).Reference}");
        }
    }

    // From where the run was started, as far as anybody knows.
    private static string Absolute(string path) => Path.GetFullPath(path, Repository.Root);

    private static List<(string Step, string Reference)> Inputs(string text, string name) =>
        [.. text.Split('\n').Select(line => line.Split('=', 2) is [{ Length: > 0 } step, { Length: > 0 } reference]
            ? (step, reference)
            : throw new SongGenreException(
                $"{name}: its tag {StepPlan.InputsTag} isn't lines like split=clean:v3, so its inputs are unknown."))];

    private static string Written(string file, string text)
    {
        File.WriteAllText(file, text);
        return file;
    }
}
