using System.CommandLine;
using System.Text.Json.Nodes;
using SongGenre.Tracking;
using SongGenre.Tracking.Review;

namespace SongGenre.Cli.Commands;

/// <summary>The runs on record.</summary>
internal static partial class RunsCommand
{
    private const int MostShown = 20;

    private static readonly Option<string?> Store = CommonOptions.RunStore();

    private static readonly Option<string?> Experiment = CommonOptions.RunExperiment();

    private static readonly Option<string> Where = new("--where")
    {
        Description = "Take the runs of which this holds: comparisons of metrics.NAME, params.NAME, tags.NAME, status, "
            + "command, run_name, start_time or duration by =, !=, <, <=, >, >=, LIKE or ILIKE, joined by 'and'",
        HelpName = "EXPR",
        DefaultValueFactory = _ => "",
    };

    private static readonly Option<string?> Sort = new("--sort")
    {
        Description = "Sort by a value, such as metrics.auc_ovo_macro, best first; :asc or :desc behind it says "
            + "otherwise. Default: the latest first",
        HelpName = "FIELD",
    };

    private static readonly Option<int?> Limit = new("--limit")
    {
        Description = FormattableString.Invariant(
            $"Most runs to show. Default: {MostShown}; all with --json and --csv"),
        HelpName = "N",
    };

    private static readonly Option<bool> Deleted = new("--deleted") { Description = "Show the deleted runs instead" };

    private static readonly Option<bool> All = new("--all")
    {
        Description = "Show also the runs that are parts of others, such as the steps of 'songgenre run'",
    };

    private static readonly Option<bool> Csv = new("--csv")
    {
        Description = "Print comma-separated lines with every metric and parameter",
    };

    private static readonly Option<bool> Json = CommonOptions.Json();

    public static Command Create()
    {
        var command = new ExampleCommand(
            "runs", "List the runs on record, with the parameters that differ; show, delete and restore them.",
            "songgenre runs", "songgenre runs --sort metrics.auc_ovo_macro --limit 5",
            "songgenre runs --where \"metrics.auc_ovo_macro > 0.95 and params.forest.max_depth = 13\"",
            "songgenre runs --where \"status = failed and start_time > '2026-11-01'\"",
            "songgenre runs show 3fa2", "songgenre runs delete 3fa2")
        {
            Store, Experiment, Where, Sort, Limit, Deleted, All, Json, Csv, Show(), Delete(), Restore(),
        };
        command.SetAction(List);
        return command;
    }

    private static void List(ParseResult parsed)
    {
        var output = parsed.InvocationConfiguration.Output;
        var (isJson, isCsv) = (parsed.GetValue(Json), parsed.GetValue(Csv));
        if (isJson && isCsv) throw new UsageException($"{Json.Name} and {Csv.Name}: choose one");
        if (parsed.GetValue(Limit) is < 1 and var few)
            throw new UsageException(FormattableString.Invariant($"{Limit.Name} {few}: give a number from 1"));
        var filter = Parse(Where.Name, parsed.GetValue(Where)!, RunFilter.Parse);
        var order = parsed.GetValue(Sort) is { } sort ? Parse(Sort.Name, sort, RunOrder.Parse) : null;
        using var archive = Open(parsed);
        var runs = archive.Runs(parsed.GetValue(Deleted));
        if (!parsed.GetValue(All)) runs = [.. runs.Where(run => run.Parent is null)];
        var limit = parsed.GetValue(Limit) ?? (isJson || isCsv ? int.MaxValue : MostShown);
        var selection = RunSelection.Of(runs, filter, order, limit);
        foreach (var unknown in selection.Unknown)
            parsed.InvocationConfiguration.Error.WriteLine($"note: {Plain.Line(unknown)}");
        if (isJson) output.WriteLine(ToJson(archive, selection).ToJsonString());
        else if (isCsv) RunListing.PrintCsv(selection.Runs, output);
        else Print(archive, selection, parsed.GetValue(Deleted), output);
    }

    private static void Print(RunArchive archive, RunSelection selection, bool deleted, TextWriter output)
    {
        var kind = deleted ? "deleted runs" : "runs";
        if (selection.All == 0)
        {
            output.WriteLine($"{archive.Address} holds no {kind} of {Plain.Line(archive.Experiment)}");
            return;
        }

        if (selection.Chosen > 0) RunListing.Print(selection, output);
        if (selection.Runs.Count == selection.All) return;
        var chosen = selection.Chosen == selection.All ? Plain.Count(selection.All)
            : $"{Plain.Count(selection.Chosen)} chosen of {Plain.Count(selection.All)}";
        if (selection.Chosen > 0) output.WriteLine();
        output.WriteLine(selection.Runs.Count < selection.Chosen
            ? $"{Plain.Count(selection.Runs.Count)} of {chosen} {kind}; {Limit.Name} shows more" : $"{chosen} {kind}");
    }

    private static JsonObject ToJson(RunArchive archive, RunSelection selection) => new()
    {
        ["store"] = archive.Address,
        ["experiment"] = archive.Experiment,
        ["all"] = selection.All,
        ["chosen"] = selection.Chosen,
        ["differing_parameters"] = ArtifactOutput.Array(selection.Parameters, key => JsonValue.Create(key)),
        ["runs"] = ArtifactOutput.Array(selection.Runs, RunListing.ToJson),
    };

    private static RunArchive Open(ParseResult parsed) => CommonOptions.OpenRuns(parsed, Store, Experiment);

    private static T Parse<T>(string option, string text, Func<string, T> read)
    {
        try
        {
            return read(text);
        }
        catch (SongGenreException wrong)
        {
            throw new UsageException($"{option}: {wrong.Message}");
        }
    }
}
