using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Microsoft.CodeAnalysis;
using SongGenre.Notebooks.Documents;

namespace SongGenre.Notebooks.Kernel;

public sealed partial class CSharpKernel
{
    private readonly HashSet<string> shownWarnings = [];

    private ErrorOutput? Run(CellSubmission submission, CellRun run)
    {
        CellConsole.Redirect();
        CellOutputs.Current = run.Outputs;
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.InvariantCulture;
        var (after, error) = RunCell(submission.Code, submission.Language, submission.Name, state, run);
        run.Reached.Begin(after);
        if (run.TimedFrom.Value != 0)
        {
            var elapsed = Stopwatch.GetElapsedTime(run.TimedFrom.Value).TotalMilliseconds;
            Show(run, Faces.Raw(string.Create(CultureInfo.InvariantCulture, $"Wall time: {elapsed}ms"), "text/plain"));
        }

        return error;
    }

    private (ScriptState After, ErrorOutput? Error) RunCell(
        string code, string language, string name, ScriptState before, CellRun run) =>
        Magic.Language(language) is { } known
            ? RunParts(code, known, name, before, run)
            : (before, CellErrors.Cell(name, $"its language '{language}' can't run here ({Magic.Languages} can); "
                + "give the cell the tag skip-execution, or write it in one of these"));

    private (ScriptState After, ErrorOutput? Error) RunParts(
        string code, string language, string name, ScriptState before, CellRun run)
    {
        foreach (var part in CellPart.Split(code, language))
        {
            if (run.Interruption.HasBegun) return (before, null);
            ErrorOutput? error;
            try
            {
                MagicLine? magic = null;
                if (part.Magic is { } line)
                {
                    magic = MagicLine.Parse(line, run.Outputs.Input);
                    if (magic.Magic.IsLanguage) language = magic.Magic.Name;
                    (before, error) = RunMagic(magic, part, language, before, run);
                    if (error is not null) return (before, error);
                }

                (before, error) = RunText(part, magic, language, name, before, run);
            }
            catch (NotebookException e)
            {
                error = CellErrors.Line(name, part.Line, part.Magic ?? part.Text.Split('\n')[0], e.Message);
            }
            catch (Exception e) when (!run.Interruption.HasBegun && !run.Cancel.IsCancellationRequested)
            {
                error = errors.Exception(e);
            }

            if (error is not null) return (before, error);
        }

        return (before, null);
    }

    private (ScriptState After, ErrorOutput? Error) RunText(
        CellPart part, MagicLine? magic, string language, string name, ScriptState before, CellRun run)
    {
        if (string.IsNullOrWhiteSpace(part.Text) || magic is { AsksForHelp: true }) return (before, null);
        var text = part.Text.Trim('\r', '\n');
        switch (language)
        {
            case CellLanguage.CSharp:
                return RunCode(part.Code, name, before, run);
            case "html":
                Show(run, Faces.Raw(text, "text/html"));
                break;
            case "javascript":
                CellScope.Javascript(text);
                break;
            case "markdown":
                Show(run, Faces.Raw(text, "text/markdown"));
                break;
            case "mermaid":
                ShowDiagram(run, text, magic);
                break;
            case "value" when magic?.Magic.Name != "value":
                throw new NotebookException(
                    "the text needs a name to be kept under; write #!value --name NAME before it");
        }

        return (before, null);
    }

    private (ScriptState After, ErrorOutput? Error) RunCode(string code, string name, ScriptState before, CellRun run)
    {
        var (error, script) = Compile(code, name, before, run.Cancel);
        if (script is null) return (before, error);
        Warn(script.Warnings, name, run);
        if (script.Run is null) return (script.State, null);
        run.Reached.Begin(script.State);
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
            catch (Exception e) when (!run.Interruption.HasBegun && !run.Cancel.IsCancellationRequested)
            {
                error = errors.Exception(e);
            }
        });
        return (script.State, error);
    }

    private (ErrorOutput? Error, CompiledScript? Script) Compile(
        string code, string name, ScriptState before, CancellationToken cancel)
    {
        if (!CodeNesting.IsParsable(code))
            return (NotCompiled("brackets or conditions are nested too deeply; close or split them"), null);
        try
        {
            var (faults, script) = compiler.Compile(code, name, before, cancel);
            return (script is null ? errors.Compilation(faults) : null, script);
        }
        catch (Exception e) when (e is not NotebookException && !cancel.IsCancellationRequested)
        {
            return (NotCompiled(IsTooDeep(e)
                ? "an expression is nested too deeply; split it"
                : $"the compiler failed ({e.GetType().Name}: {e.Message.ReplaceLineEndings(" ")}); change the code"),
                null);
        }

        ErrorOutput NotCompiled(string why)
        {
            var line = $"{name}: error: {why}";
            return new ErrorOutput("CompilationErrorException", line, [line]);
        }
    }

    private static bool IsTooDeep(Exception exception) => exception is InsufficientExecutionStackException
        || (exception is AggregateException several && several.InnerExceptions.Any(IsTooDeep))
        || (exception.InnerException is { } inner && IsTooDeep(inner));

    // A file that several cells load is compiled with each; its warnings are shown once.
    private void Warn(ImmutableArray<Diagnostic> warnings, string name, CellRun run)
    {
        foreach (var text in warnings.OrderBy(warning => warning.Location.SourceSpan.Start)
            .Where(warning =>
                warning.Location.SourceTree?.FilePath == name || shownWarnings.Add(errors.Headline(warning)))
            .Select(errors.Headline).Distinct())
            run.Outputs.Write("stderr", text + "\n");
    }

    private static void Show(CellRun run, (JsonObject Data, JsonObject Metadata) faces) =>
        run.Outputs.Publish(new DisplayOutput(faces.Data, faces.Metadata));

    /// <summary>What stays the same while a cell runs.</summary>
    /// <param name="Outputs">Takes what it puts out.</param>
    /// <param name="ExecutionCount">The number that its results carry.</param>
    /// <param name="Files">The files that are being imported, the outermost first.</param>
    /// <param name="TimedFrom">The time stamp from which <c>#!time</c> measures; 0 when nothing does.</param>
    /// <param name="Reached">How far the cell has come.</param>
    /// <param name="Interruption">Ends the code that runs under it.</param>
    /// <param name="Cancel">Stops the compiler.</param>
    private sealed record CellRun(
        CellOutputs Outputs, int? ExecutionCount, ImmutableList<string> Files, StrongBox<long> TimedFrom,
        ReachedState Reached, CellInterruption Interruption, CancellationToken Cancel);
}
