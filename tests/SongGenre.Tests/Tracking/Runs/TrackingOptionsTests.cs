using SongGenre.Tests.Data;
using SongGenre.Tracking;

namespace SongGenre.Tests.Tracking.Runs;

public sealed class TrackingOptionsTests
{
    [Fact]
    public void Without_a_variable_runs_go_into_the_projects_own_store()
    {
        var options = Read([]);
        Assert.Equal(
            (true, "sqlite:///" + Path.Combine(SongGenre.Data.Repository.Root, "mlflow.db"), "song-genre"),
            (options.IsOn, options.Store, options.Experiment));
        Assert.Equal(Path.Combine(SongGenre.Data.Repository.Root, ".songgenre"), options.Folder);
        Assert.Null(options.Wandb);
        Assert.Null(options.RunId);
    }

    [Fact]
    public void Variables_of_MLflow_say_where_and_as_what()
    {
        var options = Read(
            ("MLFLOW_TRACKING_URI", "http://127.0.0.1:5000"), ("MLFLOW_EXPERIMENT_NAME", "mine"),
            ("MLFLOW_RUN_ID", "abc"), ("MLFLOW_RUN_NAME", "calm"));
        Assert.Equal(
            ("http://127.0.0.1:5000", "mine", "abc", "calm"), (options.Store, options.Experiment, options.RunId, options.Name));
        Assert.Equal(Path.Combine(SongGenre.Data.Repository.Root, ".songgenre"), options.Folder);
    }

    [Theory]
    [InlineData("MLFLOW_RUN_NAME", 250, "MLFLOW_RUN_NAME has 251 characters, 250 are allowed: ")]
    [InlineData("MLFLOW_EXPERIMENT_NAME", 500, "MLFLOW_EXPERIMENT_NAME has 501 characters, 500 are allowed: ")]
    public void A_name_that_no_store_takes_is_refused_before_anything_runs(string variable, int most, string error)
    {
        Read((variable, new('n', most)));
        Assert.StartsWith(
            error, OneLine.ErrorOf(() => Read((variable, new('n', most + 1)))), StringComparison.Ordinal);
    }

    [Fact]
    public void A_relative_store_is_the_same_for_processes_in_other_folders() => Assert.Equal(
        "sqlite:///" + Path.GetFullPath("own/runs.db"), Read(("MLFLOW_TRACKING_URI", "sqlite:///own/runs.db")).Store);

    [Theory]
    [InlineData("databricks")]
    [InlineData("file:./mlruns")]
    [InlineData("sqlite:///")]
    [InlineData("sqlite:////")]
    public void A_store_where_runs_cannot_go_is_refused(string store) => Assert.Contains(
        "give sqlite:///PATH or http://HOST:PORT", OneLine.ErrorOf(() => Read(("MLFLOW_TRACKING_URI", store))),
        StringComparison.Ordinal);

    [Theory]
    [InlineData(null, false, false)]
    [InlineData(null, true, true)]
    [InlineData("offline", false, true)]
    [InlineData("disabled", true, false)]
    [InlineData("online", true, true)]
    public void A_run_of_Weights_and_Biases_is_wanted_by_its_mode_or_else_the_option(string? mode, bool option, bool wanted) =>
        Assert.Equal(wanted, TrackingOptions.FromEnvironment(option, name => name == "WANDB_MODE" ? mode : null).Wandb is not null);

    [Fact]
    public void Variables_of_Weights_and_Biases_stop_only_who_wants_a_run_there()
    {
        Assert.Null(Read(("WANDB_MODE", "shared"), ("WANDB_PROJECT", "a/b")).Wandb);
        Assert.Contains(
            "WANDB_MODE is \"shared\"",
            OneLine.ErrorOf(() => TrackingOptions.FromEnvironment(true, name => name == "WANDB_MODE" ? "shared" : null)),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Runs_can_be_kept_off_the_record_and_nothing_else_is_looked_at()
    {
        Assert.False(Read(("SONGGENRE_TRACKING", "off"), ("WANDB_MODE", "nonsense")).IsOn);
        Assert.Equal(
            "SONGGENRE_TRACKING is 'no'; it must be on or off.", OneLine.ErrorOf(() => Read(("SONGGENRE_TRACKING", "no"))));
    }

    [Fact]
    public void Parts_of_a_run_are_on_record_where_it_is_and_name_it()
    {
        var whole = Read(
            ("MLFLOW_TRACKING_URI", "sqlite:///own/runs.db"), ("MLFLOW_RUN_ID", "abc"), ("WANDB_MODE", "offline"));
        var part = TrackingOptions.FromEnvironment(variable: whole.ForParts("abc").GetValueOrDefault);
        Assert.Equal((whole.Store, null, "abc"), (part.Store, part.RunId, part.Parent));
        Assert.NotNull(part.Wandb);
        Assert.False(TrackingOptions.FromEnvironment(
            variable: new TrackingOptions { IsOn = false }.ForParts("abc").GetValueOrDefault).IsOn);
    }

    [Fact]
    public void Parts_of_a_run_belong_to_the_project_that_was_said_for_it()
    {
        var whole = new TrackingOptions
        {
            Wandb = new() { Project = "songs", Entity = "ada", Group = "deep", JobType = "try" },
        };
        var part = TrackingOptions.FromEnvironment(variable: whole.ForParts("abc").GetValueOrDefault).Wandb!;
        Assert.Equal(("songs", "ada", "deep", "try"), (part.Project, part.Entity, part.Group, part.JobType));
    }

    [Fact]
    public void Tags_and_notes_go_before_those_of_Weights_and_Biases_as_far_as_a_tag_there_reaches()
    {
        var own = new TrackingOptions { Wandb = new() { Tags = ["own"], Notes = "own" } };
        Assert.Equal(["own"], own.MarkedWandb!.Tags);
        Assert.Equal("own", own.MarkedWandb.Notes);
        var marked = own with
        {
            // 64 characters are a tag there, 65 are none.
            Tags = new Dictionary<string, string>
            {
                ["baseline"] = TrackingOptions.Mark,
                ["data"] = "v3",
                ["a"] = new('x', 62),
                ["b"] = new('x', 63),
            },
            Notes = "why",
        };
        Assert.Equal(["baseline", "data=v3", "a=" + new string('x', 62)], marked.MarkedWandb!.Tags);
        Assert.Equal("why", marked.MarkedWandb.Notes);
        Assert.Null((marked with { Wandb = null }).MarkedWandb);
    }

    [Theory]
    [InlineData("songgenre.command", "is a tag that the record writes itself")]
    [InlineData("mlflow.note.content", "is a tag that the record writes itself")]
    [InlineData("a=b", "isn't a name for a tag")]
    public void A_tag_that_no_record_takes_is_refused(string key, string why) => Assert.Contains(
        why,
        OneLine.ErrorOf(() => _ = new TrackingOptions { Tags = new Dictionary<string, string> { [key] = "" } }),
        StringComparison.Ordinal);

    private static TrackingOptions Read(params (string Name, string Value)[] variables) => TrackingOptions.FromEnvironment(
        variable: variables.ToDictionary(v => v.Name, v => v.Value).GetValueOrDefault);
}
