using System.CommandLine;
using SongGenre.Tracking;
using SongGenre.Tracking.Wandb;

namespace SongGenre.Cli;

/// <summary>The options of every command whose runs go on record: where, and as what.</summary>
internal static class RecordOptions
{
    private static readonly Option<bool> Wandb = new("--wandb")
    {
        Description = "Also write an offline run of Weights & Biases into wandb/, for 'wandb sync'; "
            + "WANDB_MODE=disabled turns it off",
    };

    private static readonly Option<string?> Project = Place("project", "WANDB_PROJECT", "The project there");

    private static readonly Option<string?> Entity =
        Place("entity", "WANDB_ENTITY", "The user or team that the project belongs to");

    private static readonly Option<string?> Group = Place("group", "WANDB_RUN_GROUP", "The runs that it belongs to");

    private static readonly Option<string?> JobType =
        Place("job-type", "WANDB_JOB_TYPE", "The kind of run", ", then the command's name");

    private static readonly Option<string[]> Tag = new("--tag")
    {
        Description = "Mark the run on every record; may be repeated",
        HelpName = "NAME|KEY=VALUE",
    };

    private static readonly Option<string?> Notes = new("--notes")
    {
        Description = "Say on every record what the run is about, in Markdown",
        HelpName = "TEXT",
    };

    private static readonly Option<bool> NoTracking = new("--no-tracking")
    {
        Description = "Keep this run off the record",
    };

    private static readonly (Option<string?> Option, string Variable)[] Places =
    [
        (Project, "WANDB_PROJECT"), (Entity, "WANDB_ENTITY"), (Group, "WANDB_RUN_GROUP"), (JobType, "WANDB_JOB_TYPE"),
    ];

    /// <summary>All of them, in the order in which help shows them.</summary>
    public static IEnumerable<Option> All => [Wandb, .. Of(Places), Tag, Notes, NoTracking];

    /// <summary>Lets a command's list of what it takes name all of them at once.</summary>
    public static void Add(this Command command, IEnumerable<Option> options)
    {
        foreach (var option in options) command.Options.Add(option);
    }

    /// <summary>Where a command's run goes on record: what its line says, and else what the variables say.</summary>
    /// <exception cref="UsageException">The line makes no sense.</exception>
    public static TrackingOptions Read(ParseResult parsed)
    {
        var given = Places.Where(place => parsed.GetValue(place.Option) is not null)
            .ToDictionary(place => place.Variable, place => parsed.GetValue(place.Option));
        foreach (var (option, _) in Places) RequirePlace(option.Name, parsed.GetValue(option));
        var marked = Marked(parsed);
        if (!parsed.GetValue(NoTracking))
        {
            var isWanted = parsed.GetValue(Wandb) || given.Count > 0;
            var options = TrackingOptions.FromEnvironment(
                isWanted, name => given.GetValueOrDefault(name) ?? Environment.GetEnvironmentVariable(name));
            if (!options.IsOn) SayIdle(parsed, TrackingOptions.SwitchVariable + "=off", All);
            else if (isWanted && options.Wandb is null)
                SayIdle(parsed, TrackingOptions.NoWandb, [Wandb, .. Of(Places)]);
            return options with { Tags = marked.Tags, Notes = marked.Notes };
        }

        return All.FirstOrDefault(option => option != NoTracking && IsGiven(parsed, option)) is { } other
            ? throw new UsageException(
                $"{NoTracking.Name} keeps the run off every record, and {other.Name} says how it is on one: "
                + "give one or the other")
            : new() { IsOn = false };
    }

    private static IEnumerable<Option> Of((Option<string?> Option, string)[] places) => places.Select(p => p.Option);

    private static bool IsGiven(ParseResult parsed, Option option) =>
        parsed.GetResult(option) is { Implicit: false };

    // As with wandb itself a variable that turns it all off is stronger than what the line says.
    private static void SayIdle(ParseResult parsed, string variable, IEnumerable<Option> options)
    {
        List<string> idle = [.. options.Where(option => IsGiven(parsed, option)).Select(option => option.Name)];
        if (idle.Count == 0) return;
        parsed.InvocationConfiguration.Error.WriteLine(
            $"note: {variable}, so {string.Join(", ", idle)} {(idle.Count == 1 ? "has" : "have")} no effect");
    }

    private static Option<string?> Place(string name, string variable, string description, string then = "") =>
        new("--wandb-" + name)
        {
            Description = $"{description}; means --wandb. Default: {variable}{then}",
            HelpName = "NAME",
        };

    private static void RequirePlace(string option, string? value)
    {
        if (value is null) return;
        if (string.IsNullOrWhiteSpace(value) || value.Any(char.IsControl))
            throw new UsageException($"{option} is no name: give one that can be read");
        if (option == Entity.Name && value.Contains('/'))
        {
            throw new UsageException(
                $"{option} {value} is a path: give the user or team alone, and the project as {Project.Name}");
        }

        if (option == Project.Name) Refused(option, () => new WandbOptions { Project = value });
    }

    private static TrackingOptions Marked(ParseResult parsed)
    {
        var tags = new Dictionary<string, string>();
        foreach (var tag in parsed.GetValue(Tag) ?? [])
        {
            // A mark alone is one that holds, as MLflow's tags all have a value.
            var parts = tag.Split('=', 2);
            tags[parts[0]] = parts.ElementAtOrDefault(1) ?? TrackingOptions.Mark;
        }

        var marked = Refused(Tag.Name, () => new TrackingOptions { Tags = tags });
        return Refused(Notes.Name, () => marked with { Notes = parsed.GetValue(Notes) });
    }

    private static T Refused<T>(string option, Func<T> make)
    {
        try
        {
            return make();
        }
        catch (SongGenreException wrong)
        {
            throw new UsageException($"{option}: {wrong.Message.TrimEnd('.')}");
        }
    }
}
