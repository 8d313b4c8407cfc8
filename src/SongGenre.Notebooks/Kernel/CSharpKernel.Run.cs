using System.Globalization;
using SongGenre.Notebooks.Documents;

namespace SongGenre.Notebooks.Kernel;

public sealed partial class CSharpKernel
{
    // A file that imports itself would never end.
    private const int DeepestImport = 32;

    private ErrorOutput? Run(CellSubmission submission, CellRun run)
    {
        CellConsole.Redirect();
        CellOutputs.Current = run.Outputs;
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.InvariantCulture;
        var (after, error) = RunParts(submission.Code, submission.Name, state, run);
        run.Reached.Begin(after);
        return error;
    }

    private (ScriptState After, ErrorOutput? Error) RunParts(string code, string name, ScriptState before, CellRun run)
    {
        foreach (var part in CellPart.Split(code, ScriptCompiler.ParseOptions))
        {
            (before, var error) = part.Magic switch
            {
                null => RunCode(part.Code, name, before, run),
                "csharp" or "c#" or "C#" => (before, null),
                "import" => Import(part, name, before, run),
                var magic => (before, CellErrors.Line(name, part.Line, part.Code, $"#!{magic} is not supported here; remove the line")),
            };
            if (error is not null) return (before, error);
        }

        return (before, null);
    }

    private (ScriptState After, ErrorOutput? Error) RunCode(string code, string name, ScriptState before, CellRun run)
    {
        var (faults, script) = compiler.Compile(code, name, before, run.Cancel);
        if (script is null) return (before, errors.Compilation(faults));
        if (script.Run is null) return (script.State, null);
        run.Reached.Begin(script.State);
        ErrorOutput? error = null;
        run.Interruption.Run(() =>
        {
            try
            {
                var value = script.Run().GetAwaiter().GetResult();
                // What display returns has been shown.
                if (!script.HasResult || value is DisplayedValue) return;
                var (data, metadata) = Faces.Of(value);
                run.Outputs.Publish(new ExecuteResultOutput(data, metadata, run.ExecutionCount));
            }
            catch (Exception e) when (!run.Interruption.HasBegun)
            {
                error = errors.Exception(e);
            }
        });
        return (script.State, error);
    }

    private (ScriptState After, ErrorOutput? Error) Import(CellPart part, string name, ScriptState before, CellRun run)
    {
        (ScriptState, ErrorOutput?) Fail(string reason) =>
            (before, CellErrors.Line(name, part.Line, part.Code, $"#!import {part.Argument}: {reason}"));

        if (run.Depth == DeepestImport) return Fail("the files import each other without end");
        var path = Path.GetFullPath(part.Argument, workingDirectory);
        var shown = Path.GetRelativePath(workingDirectory, path).Replace('\\', '/');
        if (part.Argument.Length == 0 || !File.Exists(path)) return Fail("there is no such file (paths are relative to the notebook's folder)");
        var deeper = run with { Depth = run.Depth + 1 };
        try
        {
            switch (Path.GetExtension(path).ToLowerInvariant())
            {
                case ".cs" or ".csx":
                    return RunParts(File.ReadAllText(path), shown, before, deeper);
                case ".ipynb":
                    var notebook = NotebookFile.Read(path);
                    CellLanguage.RequireCSharp(notebook, shown);
                    var cells = notebook.Cells;
                    for (var i = 0; i < cells.Count; i++)
                    {
                        if (!CellLanguage.Runs(cells[i])) continue;
                        (before, var error) = RunParts(cells[i].Source, string.Create(CultureInfo.InvariantCulture, $"{shown}, cell {i + 1}"), before, deeper);
                        if (error is not null) return (before, error);
                    }

                    return (before, null);
                default:
                    return Fail("only .cs, .csx and .ipynb files can be imported");
            }
        }
        catch (Exception e) when (e is NotebookException or IOException or UnauthorizedAccessException)
        {
            return Fail(e.Message.Replace(path, shown, StringComparison.Ordinal));
        }
    }

    private sealed record CellRun(
        CellOutputs Outputs, int? ExecutionCount, int Depth, ReachedState Reached, CellInterruption Interruption, CancellationToken Cancel);
}
