using System.CommandLine;
using SongGenre.Data;
using SongGenre.Notebooks.Documents;
using SongGenre.Notebooks.Reports;
using SongGenre.Notebooks.Runner;
using SongGenre.Tracking;

namespace SongGenre.Cli.Commands;

internal static class ReportCommand
{
    private static readonly Argument<string[]> Notebooks = new("notebooks")
    {
        Description = "The notebooks to run. Default: all of notebooks/",
        DefaultValueFactory = _ => [],
    };

    private static readonly Option<string?> Data = CommonOptions.Data();
    private static readonly Option<string[]> Set = CommonOptions.Set();

    private static readonly Option<string?> Out = new("--out")
    {
        Description = "Where the reports go. Default: artifacts/reports/",
        HelpName = "DIR",
    };

    private static readonly Option<bool> InPlace = new("--in-place")
    {
        Description = "Also write the outputs back into the notebooks: the versioned reports",
    };

    private static readonly Option<bool> Check = new("--check")
    {
        Description = "Fail, showing the difference, when a committed output differs from the new one",
    };

    public static Command Create()
    {
        var command = new ExampleCommand("report", "Run the notebooks without a screen and make their reports.",
            "songgenre report", "songgenre report --set forest.n_estimators=200 --out artifacts/two-hundred",
            "songgenre report --check")
        {
            Notebooks, Data, Set, Out, InPlace, Check, RecordOptions.All,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancel)
    {
        // Ctrl+C is only watched once this method has returned its task, so nothing long may come before.
        await Task.Yield();
        var mode = Mode(parsed);
        var files = Files(parsed.GetValue(Notebooks)!);
        NotebookFiles.RequirePages(files);
        var overrides = parsed.GetValue(Set)!;
        if (overrides.Length > 0 && mode != RunMode.Execute)
        {
            throw new UsageException("--set is for trials, and the committed outputs are made by experiment.yaml alone: "
                + "change that file, or leave out --in-place and --check");
        }

        var experiment = CommonOptions.LoadExperiment(ReportData.ExperimentOf(files), overrides);
        var folder = Path.GetFullPath(parsed.GetValue(Out) ?? Path.Combine(Repository.Root, "artifacts", "reports"));
        WritableTarget.RequireFolder(Out.Name, folder);
        var tracking = RecordOptions.Read(parsed);
        return await RecordedCommand.DoAsync(
            parsed, tracking, experiment, ReportData.Overrides(overrides),
            record => RunAsync(parsed, new(mode, files, overrides, experiment, folder, tracking), record, cancel));
    }

    private static async Task<int> RunAsync(
        ParseResult parsed, Order order, RecordedCommand record, CancellationToken cancel)
    {
        var (mode, files, overrides, experiment, folder, tracking) = order;
        var (output, error) = (record.Output, record.Error);
        var started = DateTimeOffset.Now;
        var source = ReportData.Find(parsed.GetValue(Data), error);
        record.Run.Tag("songgenre.data.sha256", source.Sha256);
        if (source.IsSynthetic && mode != RunMode.Execute)
        {
            throw new SongGenreException(
                $"{source.File} is a {DataSource.SyntheticNotice}, and the committed outputs are made "
                + "from the real songs: give those with --data FILE");
        }

        var run = new NotebookRun
        {
            Notebooks = files,
            Output = folder.Replace("{", "{{").Replace("}", "}}"),
            Mode = mode,
            Environment = ReportData.Environment(source, overrides, tracking, record.Run.Id),
        };
        var report = await new RunProgress(output).ShowAsync(run, cancel);
        // First, so that nothing that can't be written keeps it from its reader.
        RunExplanation.Write(report, error, files, "songgenre report --in-place");
        // What was not run has no page and no line in the record.
        report = report with { Notebooks = [.. report.Notebooks.Where(n => n.Status != RunStatus.NotRun)] };
        var notice = source.IsSynthetic ? source.Describe() : null;
        var index = WritePages(folder, report, notice);
        var written = Record(started, report, source, experiment, overrides, notice, folder);
        ReportRecord.RemoveOld(folder, written.Files.Keys);
        written.Save(ReportRecord.FileIn(folder));
        ReportRecord.Log(record.Run, folder, report, written);
        if (notice is not null) output.WriteLine(notice);
        output.WriteLine($"{Count(report.Notebooks.Count)} in {report.Seconds:0.0} s; open {index}");
        return report.ExitCode;
    }

    private sealed record Order(
        RunMode Mode, List<string> Files, string[] Overrides, Experiment Experiment, string Folder, TrackingOptions Tracking);

    private static RunMode Mode(ParseResult parsed) => (parsed.GetValue(InPlace), parsed.GetValue(Check)) switch
    {
        (true, true) => throw new UsageException("--in-place writes what --check compares with: give one of them"),
        (true, _) => RunMode.InPlace,
        (_, true) => RunMode.Check,
        _ => RunMode.Execute,
    };

    private static List<string> Files(string[] named)
    {
        if (named.Length > 0)
        {
            return [.. named.Select(Named)];
        }

        var folder = Path.Combine(Repository.Root, "notebooks");
        var found = Directory.Exists(folder)
            ? Directory.EnumerateFiles(folder, "*.ipynb").Order(StringComparer.Ordinal).ToList()
            : [];
        return found.Count > 0
            ? found
            : throw new SongGenreException(
                $"{folder}: no notebooks there; run in the repository's folder, or name notebooks");
    }

    private static string Named(string file)
    {
        if (!File.Exists(file))
            throw new UsageException($"{file}: no such notebook; give paths such as notebooks/01-eda.ipynb");
        NotebookFiles.RequireEnding(file);
        return Path.GetFullPath(file);
    }

    private static string WritePages(string folder, RunReport report, string? notice)
    {
        var pages = report.Notebooks.Where(n => File.Exists(n.Output)).Select(n =>
            new ReportPage(Path.GetFileNameWithoutExtension(n.Name), NotebookFile.Read(n.Output), n.Failure));
        return ReportSite.Write(folder, [.. pages], new ReportOptions { Title = "SongGenre", Notice = notice });
    }

    private static RunRecord Record(
        DateTimeOffset started, RunReport report, DataSource source, Experiment experiment, string[] overrides,
        string? notice, string folder) => new()
        {
            Command = "report",
            Status = ReportRecord.Word(report.Status),
            Notice = notice,
            Started = started,
            Seconds = report.Seconds,
            Data = source,
            Parameters = experiment.Flatten().ToDictionary(),
            Overrides = ReportData.Overrides(overrides),
            Environment = RunEnvironment.Read(Repository.Root),
            Steps = [.. report.Notebooks.Select(n => new RunStep(n.Name, ReportRecord.Word(n.Status), n.Seconds,
                [.. n.Cells.Select(c => new RunStep(c.Id, ReportRecord.Word(c.Status), c.Seconds))]))],
            Files = ReportRecord.Hashes(folder, report),
        };

    private static string Count(int notebooks) => notebooks == 1 ? "1 notebook" : $"{notebooks} notebooks";
}
