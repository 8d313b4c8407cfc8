using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using SongGenre.Notebooks.Documents;

namespace SongGenre.Notebooks.Kernel;

/// <summary>Errors as a reader of the notebook understands them: its cells and lines, no paths of a machine.</summary>
/// <param name="workingDirectory">Files are named relative to it.</param>
internal sealed partial class CellErrors(string workingDirectory)
{
    // A cell's method is one of a class that the reader doesn't see.
    private const string StaticIsMissing = "CS1105";

    /// <summary>An error in a line that is no C#.</summary>
    public static ErrorOutput Line(string cell, int line, string source, string message)
    {
        var headline = string.Create(CultureInfo.InvariantCulture, $"{cell}, line {line}: {message}");
        return new ErrorOutput(nameof(NotebookException), headline, [headline, "  " + source]);
    }

    /// <summary>An error of a cell as a whole.</summary>
    public static ErrorOutput Cell(string cell, string message) =>
        new(nameof(NotebookException), $"{cell}: {message}", [$"{cell}: {message}"]);

    /// <summary>A type's or method's name without the compiler's own type around it.</summary>
    public static string WithoutSubmissions(string name) => SubmissionPattern().Replace(name, "");

    public ErrorOutput Compilation(ImmutableArray<Diagnostic> errors)
    {
        // A library that isn't there makes every use of it an error; only the first cause helps.
        if (errors.Any(error => error.Id == PackageFailure.MissingReference))
            errors = [.. errors.Where(error => error.Id == PackageFailure.MissingReference)];
        var ordered = errors.OrderBy(error => error.Location.SourceTree is null ? 0 : 1)
            .ThenBy(error => error.Location.SourceSpan.Start).ToList();
        var lines = ordered.SelectMany(error => (string[])[Headline(error), .. Excerpt(error.Location)]).ToArray();
        var more = ordered.Count == 1
            ? ""
            : string.Create(CultureInfo.InvariantCulture, $" (and {ordered.Count - 1} more)");
        return new ErrorOutput("CompilationErrorException", Headline(ordered[0]) + more, lines);
    }

    /// <summary>Place, identifier and message of an error or a warning, in a line.</summary>
    public string Headline(Diagnostic error)
    {
        var span = error.Location.GetMappedLineSpan();
        var (line, column) = (span.StartLinePosition.Line + 1, span.StartLinePosition.Character + 1);
        var place = !error.Location.IsInSource ? "" : string.Create(
            CultureInfo.InvariantCulture, $"{FileName(span.Path)}, line {line}, column {column}: ");
        var kind = error.Severity == DiagnosticSeverity.Error ? "error" : "warning";
        var hint = error.Id == StaticIsMissing ? "; write static before its type" : "";
        return $"{place}{kind} {error.Id}: {error.GetMessage(CultureInfo.InvariantCulture)}{hint}";
    }

    private static IEnumerable<string> Excerpt(Location location)
    {
        if (!location.IsInSource) yield break;
        var text = location.SourceTree!.GetText();
        var line = text.Lines.GetLineFromPosition(location.SourceSpan.Start);
        var before = text.ToString(new(line.Start, location.SourceSpan.Start - line.Start));
        yield return "  " + line;
        yield return "  " + string.Concat(before.Select(c => c == '\t' ? '\t' : ' ')) + "^";
    }

    /// <summary>What code threw: type and message, the cells' own lines, library methods without their files.</summary>
    public ErrorOutput Exception(Exception exception)
    {
        while (exception is AggregateException { InnerExceptions: [var only] } && only is not null) exception = only;
        var traceback = new List<string>();
        Describe(exception, "", traceback, depth: 0);
        return new ErrorOutput(TypeName(exception), MessageOf(exception), traceback);
    }

    private void Describe(Exception exception, string introduction, List<string> traceback, int depth)
    {
        const int DeepestInner = 10;
        var headline = $"{introduction}{TypeName(exception)}: {MessageOf(exception)}";
        traceback.AddRange(headline.ReplaceLineEndings("\n").Split('\n'));
        var frames = (exception.StackTrace ?? "").Split('\n').Select(line => line.TrimEnd('\r'));
        traceback.AddRange(frames.Select(Frame).OfType<string>());
        if (depth == DeepestInner) return;
        IEnumerable<Exception> inner = exception is AggregateException aggregate
            ? aggregate.InnerExceptions
            : exception.InnerException is { } one ? [one] : [];
        foreach (var cause in inner) Describe(cause, "caused by ", traceback, depth + 1);
    }

    // Null drops the line.
    private string? Frame(string line)
    {
        if (FramePattern().Match(line) is not { Success: true } frame) return null;
        var method = frame.Groups["method"].Value;
        if (method.StartsWith("SongGenre.Notebooks.Kernel.", StringComparison.Ordinal)
            || method.Contains(".<Factory>(", StringComparison.Ordinal))
            return null;

        // A cell's code has the cell's name for a file; a static class with extension members stands outside of the
        // cell's type.
        var isCell = method.StartsWith("Submission#", StringComparison.Ordinal)
            || (frame.Groups["file"].Success && !Path.IsPathRooted(frame.Groups["file"].Value));
        // The machinery of await, which the runtime hides when it prints a whole exception itself.
        if (!isCell && method.StartsWith("System.Runtime.CompilerServices.", StringComparison.Ordinal)) return null;
        var place = isCell && frame.Groups["file"].Success
            ? $"{FileName(frame.Groups["file"].Value)}, line {frame.Groups["line"].Value}"
            : "";
        var name = WithoutSubmissions(method);
        if (name.Contains("<Initialize>", StringComparison.Ordinal)) return place.Length > 0 ? $"   at {place}" : null;
        if (isCell) name = GeneratedNamePattern().Replace(name, "${name}");
        return place.Length > 0 ? $"   at {name} in {place}" : $"   at {name}";
    }

    private string FileName(string path) =>
        Path.IsPathRooted(path) ? Slashes(Path.GetRelativePath(workingDirectory, path)) : path;

    private static string Slashes(string path) => path.Replace('\\', '/');

    private static string TypeName(Exception exception) =>
        WithoutSubmissions(exception.GetType().FullName ?? exception.GetType().Name);

    private static string MessageOf(Exception exception)
    {
        try
        {
            return exception.Message;
        }
        catch (Exception e)
        {
            return $"(its message can't be read: {e.GetType().Name})";
        }
    }

    [GeneratedRegex(@"^\s*at (?<method>.+?)(?: in (?<file>.+):line (?<line>\d+))?$")]
    private static partial Regex FramePattern();

    // A lambda carries the name of the method that it stands in, a local function its own.
    [GeneratedRegex(@"(<>c\w*\.)?(<\w+>g__(?<name>\w+)\|\w+|<(?<name>\w+)>b__\w+)")]
    private static partial Regex GeneratedNamePattern();

    [GeneratedRegex(@"Submission#\d+[.+]")]
    private static partial Regex SubmissionPattern();
}
