using System.CommandLine;
using SongGenre.Onnx;

namespace SongGenre.Cli.Commands;

internal static class ExportCommand
{
    public static Command Create()
    {
        var model = CommonOptions.Model();
        var onnx = new Option<string>("--onnx")
        {
            Description = "The ONNX file to write; one that exists is replaced",
            HelpName = "FILE",
            Required = true,
        };
        var command = new ExampleCommand("export", "Write a saved model as one ONNX graph, from columns to genre.",
            "songgenre export --model artifacts/model --onnx artifacts/genre.onnx")
        {
            model, onnx,
        };
        command.SetAction(parsed =>
        {
            var file = parsed.GetValue(onnx)!;
            WritableTarget.RequireFile(onnx.Name, file);
            var fitted = CommonOptions.LoadModel(parsed.GetValue(model)!, parsed.InvocationConfiguration.Error);
            OnnxFile.Write(fitted, file);
            var size = FormattableString.Invariant($"{new FileInfo(file).Length / 1e6:0.0} MB");
            parsed.InvocationConfiguration.Output.WriteLine(
                $"wrote {file}: {size}, features {fitted.Experiment.Features.Set}, {fitted.Genres.Count} genres");
        });
        return command;
    }
}
