using SongGenre.Tests.Data;
using SongGenre.Tracking.Reproduction;

namespace SongGenre.Tests.Tracking.Reproduction;

public sealed class WorkTreeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _repository;

    public WorkTreeTests()
    {
        Assert.SkipUnless(Git(_folder.Path, "--version").Code == 0, "git isn't installed.");
        _repository = _folder["repository"];
        Directory.CreateDirectory(_repository);
        Git(_repository, "init", "--quiet");
        Commit("one\n");
        Commit("two\n");
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string First => Git(_repository, "rev-parse", "HEAD~1").Output.Trim();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_commit_is_there_with_its_changes_and_gone_afterwards()
    {
        File.WriteAllText(Path.Combine(_repository, "file"), "one\nmore\n");
        var diff = Git(_repository, "diff", "HEAD~1").Output;
        string folder;
        using (var tree = WorkTree.Create(_repository, First, diff, Cancel))
        {
            folder = tree.Folder;
            Assert.Equal("one\nmore\n", File.ReadAllText(Path.Combine(tree.Tree, "file")));
            // What a build leaves there.
            Directory.CreateDirectory(Path.Combine(tree.Tree, "artifacts"));
            File.WriteAllText(Path.Combine(tree.Tree, "artifacts", "built"), "");
        }

        Assert.False(Directory.Exists(folder));
        Assert.Single(Git(_repository, "worktree", "list").Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal("one\nmore\n", File.ReadAllText(Path.Combine(_repository, "file")));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_locked_tree_goes_even_without_its_link_and_a_tree_on_a_disk_that_is_away_stays(bool hasLink)
    {
        var (other, away) = (_folder["other"], _folder["away"]);
        Git(_repository, "worktree", "add", "--quiet", "--detach", other);
        Directory.Move(other, away);
        using (var tree = WorkTree.Create(_repository, First, null, Cancel))
        {
            Assert.Equal(0, Git(_repository, "worktree", "lock", tree.Tree).Code);
            if (!hasLink) File.Delete(Path.Combine(tree.Tree, ".git"));
        }

        var left = Git(_repository, "worktree", "list").Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, left.Length);
        Assert.Contains("other", left[1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_tree_that_is_kept_stays()
    {
        var tree = WorkTree.Create(_repository, First, null, Cancel);
        tree.Keep();
        tree.Dispose();
        Assert.Equal("one\n", File.ReadAllText(Path.Combine(tree.Tree, "file")));
        Directory.Delete(tree.Folder, recursive: true);
    }

    [Fact]
    public void What_keeps_a_commit_from_being_there_is_one_line_and_leaves_nothing()
    {
        const string Unknown = "0123456789abcdef0123456789abcdef01234567";
        Assert.Equal($"{_folder.Path}: is no git repository; go to a clone of the project.",
            OneLine.ErrorOf(() => WorkTree.Create(_folder.Path, First, null, Cancel)));
        Assert.Equal($"commit {Unknown} is unknown in {_repository}; get it from where the run was made: git fetch.",
            OneLine.ErrorOf(() => WorkTree.Create(_repository, Unknown, null, Cancel)));
        var diff = Git(_repository, "diff", "HEAD~1", "HEAD").Output;
        Assert.StartsWith($"the run's uncommitted changes don't apply to its commit ",
            OneLine.ErrorOf(() => WorkTree.Create(_repository, "HEAD", diff, Cancel)), StringComparison.Ordinal);
        Assert.Single(Git(_repository, "worktree", "list").Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Assert.Throws<OperationCanceledException>(
            () => WorkTree.Create(_repository, First, null, cancelled.Token));
    }

    private void Commit(string text)
    {
        File.WriteAllText(Path.Combine(_repository, "file"), text);
        Git(_repository, "add", "file");
        Git(_repository, "-c", "user.name=a", "-c", "user.email=a@b", "commit", "--quiet", "-m", "a change");
    }

    private static (int Code, string Output) Git(string folder, params string[] arguments) =>
        Tool.Run(folder, "git", arguments, cancel: Cancel);
}
