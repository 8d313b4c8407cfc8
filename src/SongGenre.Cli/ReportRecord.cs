using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using SongGenre.Data;
using SongGenre.Notebooks.Documents;
using SongGenre.Notebooks.Runner;
using SongGenre.Tracking;

namespace SongGenre.Cli;

/// <summary>The record of a report, <c>run.json</c> in its folder.</summary>
internal static class ReportRecord
{
    private const string Name = "run.json";

    // https://www.w3.org/TR/png-3/#3PNGsignature
    private static ReadOnlySpan<byte> PngSignature => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>The record's file.</summary>
    public static string FileIn(string folder) => Path.Combine(folder, Name);

    /// <summary>What the record and the terminal call an end.</summary>
    public static string Word(RunStatus status) => status switch
    {
        RunStatus.Succeeded => "finished",
        RunStatus.NotRun => "not run",
        RunStatus.Differs => "differs",
        RunStatus.Cancelled => "interrupted",
        _ => "failed",
    };

    /// <summary>Removes what an earlier run's record says it wrote and the new run has not written again.</summary>
    public static void RemoveOld(string folder, IEnumerable<string> written)
    {
        if (!File.Exists(FileIn(folder))) return;
        foreach (var name in Written(FileIn(folder)).Except(written))
        {
            if (Path.GetFileName(name) == name) File.Delete(Path.Combine(folder, name));
        }
    }

    /// <summary>SHA-256 by name of the files that a run wrote.</summary>
    public static SortedDictionary<string, string> Hashes(string folder, RunReport report)
    {
        var names = report.Notebooks.SelectMany(n => (string[])[n.Name, Path.ChangeExtension(n.Name, ".html")])
            .Append("index.html").Append("plotly.min.js");
        return new(
            names.Where(name => File.Exists(Path.Combine(folder, name))).ToDictionary(
                name => name,
                name => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(folder, name))))),
            StringComparer.Ordinal);
    }

    /// <summary>
    /// Puts a report on a run's record: the pages, each picture as a file of its own, times and how it ended.
    /// </summary>
    /// <param name="run">The run.</param>
    /// <param name="folder">The report's folder.</param>
    /// <param name="report">How the notebooks went.</param>
    /// <param name="written">The report's own record.</param>
    /// <param name="say">Told in a line what can't be recorded.</param>
    public static void Log(
        TrackedRun run, string folder, RunReport report, RunRecord written, Action<string> say)
    {
        if (!run.IsOn) return;
        foreach (var name in written.Files.Keys) run.File($"report/{name}", Path.Combine(folder, name));
        foreach (var notebook in report.Notebooks.Where(n => File.Exists(n.Output)))
        {
            var name = Path.GetFileNameWithoutExtension(notebook.Name);
            run.Metric($"seconds.{name}", notebook.Seconds);
            foreach (var cell in NotebookFile.Read(notebook.Output).Cells) LogPictures(run, name, cell, say);
        }

        run.Metric("seconds", report.Seconds);
        if (report.Status == RunStatus.Cancelled) run.Fail(new OperationCanceledException("interrupted"));
        if (report.ExitCode == 0) return;
        var causes = report.Notebooks.Select(n => n.Failure
            ?? (n.Differences.Count > 0 ? $"{n.Name}: {n.Differences.Count} outputs differ" : null)).OfType<string>();
        run.Fail(new SongGenreException(string.Join("; ", causes)));
    }

    /// <summary>Puts the songs on a run's record, divided as its notebooks divide them.</summary>
    /// <param name="run">The run.</param>
    /// <param name="songs">The songs that the notebooks read.</param>
    /// <param name="experiment">The notebooks' experiment.</param>
    /// <returns>A line that says why that can't be; null where it was done.</returns>
    public static string? LogData(TrackedRun run, Songs songs, Experiment experiment)
    {
        if (!run.IsOn) return null;
        try
        {
            var clean = songs.Clean();
            run.Data(clean, Split.Create(clean, experiment.Split));
            return null;
        }
        catch (Exception failure)
        {
            // A notebook that divides them fails by itself, and there may be none that does.
            return $"the record doesn't say which rows the notebooks use: {failure.Message.ReplaceLineEndings(" ")}";
        }
    }

    private static void LogPictures(TrackedRun run, string notebook, Cell cell, Action<string> say)
    {
        foreach (var (i, display) in cell.Outputs.OfType<DisplayOutput>().Index())
        {
            var name = FormattableString.Invariant($"report/{notebook}/{cell.Id}-{i}.png");
            if (display.Data["image/png"] is not { } png) continue;
            if (Picture(png) is { } bytes) run.Bytes(name, bytes);
            else say($"{notebook}.ipynb: cell {cell.Id}: the record leaves out a picture that is no PNG file");
        }
    }

    // A notebook may hold anything under that name.
    private static byte[]? Picture(JsonNode png)
    {
        var text = png.ToString();
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length)
            && bytes.AsSpan(0, length).StartsWith(PngSignature) ? bytes[..length] : null;
    }

    // A file of that name that is no record is somebody else's, and nothing is known of the folder.
    private static List<string> Written(string record)
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(record));
            return json.RootElement.ValueKind == JsonValueKind.Object
                && json.RootElement.TryGetProperty("files", out var files) && files.ValueKind == JsonValueKind.Object
                ? [.. files.EnumerateObject().Select(file => file.Name)]
                : [];
        }
        catch (JsonException)
        {
            return [];
        }
    }
}
