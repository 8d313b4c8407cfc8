using System.CommandLine;
using SongGenre.Onnx;
using SongGenre.Tracking.Mlflow;

namespace SongGenre.Cli.Commands;

internal static class ExportCommand
{
    public static Command Create()
    {
        var model = CommonOptions.Model();
        var onnx = new Option<string?>("--onnx")
        {
            Description = "The ONNX file to write; one that exists is replaced",
            HelpName = "FILE",
        };
        var mlflow = new Option<string?>("--mlflow")
        {
            Description = "The folder to write as a model of MLflow's, which Python loads without .NET",
            HelpName = "DIR",
        };
        var command = new ExampleCommand("export", "Write a saved model as one ONNX graph, from columns to genre.",
            "songgenre export --model artifacts/model --onnx artifacts/genre.onnx",
            "songgenre export --model models:/song-genre@champion --mlflow artifacts/champion")
        {
            model, onnx, mlflow,
        };
        command.SetAction(parsed =>
        {
            var (file, folder) = (parsed.GetValue(onnx), parsed.GetValue(mlflow));
            if (file is null && folder is null)
                throw new UsageException("give what to write: a file with --onnx, a folder with --mlflow, or both");
            if (file is not null) WritableTarget.RequireFile(onnx.Name, file);
            var fitted = CommonOptions.LoadModel(parsed.GetValue(model)!, parsed.InvocationConfiguration.Error);
            if (file is not null) OnnxFile.Write(fitted, file);
            if (folder is not null) MlflowModel.SaveComplete(fitted, folder);
            foreach (var written in new[] { file, folder }.OfType<string>())
            {
                var size = FormattableString.Invariant($"{SizeOf(written) / 1e6:0.0} MB");
                parsed.InvocationConfiguration.Output.WriteLine(
                    $"wrote {written}: {size}, features {fitted.Experiment.Features.Set}, {fitted.Genres.Count} genres");
            }
        });
        return command;
    }

    private static long SizeOf(string path) => File.Exists(path)
        ? new FileInfo(path).Length
        : new DirectoryInfo(path).EnumerateFiles().Sum(file => file.Length);
}
