using SongGenre.Tests.Data;
using SongGenre.Tracking.Wandb;

namespace SongGenre.Tests.Tracking.Wandb;

public sealed class WandbOptionsTests
{
    [Fact]
    public void Every_variable_is_read()
    {
        var options = Read(
            ("WANDB_DIR", "/runs"), ("WANDB_PROJECT", "songs"), ("WANDB_ENTITY", "team"),
            ("WANDB_RUN_GROUP", "sweep 1"), ("WANDB_JOB_TYPE", "train"), ("WANDB_NAME", "deep"),
            ("WANDB_NOTES", "# why"), ("WANDB_TAGS", "a, b,,c"),
            ("WANDB_RUN_ID", "my run/1"), ("WANDB_MODE", "offline"));
        Assert.Equal(
            ("/runs", "songs", "team", "sweep 1", "train", "deep", "# why", "my-run-1", true),
            (options.Folder, options.Project, options.Entity, options.Group, options.JobType, options.Name,
                options.Notes, options.Id, options.IsWanted));
        Assert.Equal(["a", "b", "c"], options.Tags);
    }

    [Fact]
    public void Without_variables_the_documented_defaults_hold()
    {
        var options = Read(("WANDB_ENTITY", ""));
        Assert.Equal("uncategorized", options.Project);
        Assert.Null(options.Entity);
        Assert.Null(options.Id);
        Assert.Null(options.IsWanted);
        Assert.Empty(options.Tags);
    }

    [Theory]
    [InlineData("online", null)]
    [InlineData("dryrun", true)]
    [InlineData("disabled", false)]
    public void The_mode_says_whether_a_run_is_wanted(string mode, bool? isWanted) =>
        Assert.Equal(isWanted, Read(("WANDB_MODE", mode)).IsWanted);

    [Theory]
    [InlineData("WANDB_MODE", "of\nfline", "WANDB_MODE is \"of\\nfline\"; it must be online, offline or disabled.")]
    [InlineData(
        "WANDB_PROJECT",
        "a/b",
        "The Weights & Biases project is \"a/b\"; give 1 to 128 characters without / \\ # ? % : (WANDB_PROJECT).")]
    [InlineData(
        "WANDB_RUN_ID",
        "12345678901234567890123456789012345678901234567890123456789012345",
        "A Weights & Biases run id has 65 characters; give at most 64 (WANDB_RUN_ID).")]
    public void A_refused_value_is_told_in_one_line(string name, string value, string message) =>
        Assert.Equal(message, OneLine.ErrorOf(() => Read((name, value))));

    private static WandbOptions Read(params (string Name, string Value)[] variables) => WandbOptions.FromEnvironment(
        name => variables.FirstOrDefault(variable => variable.Name == name).Value);
}
