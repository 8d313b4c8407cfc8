namespace SongGenre.Tracking.Reproduction;

/// <summary>A commit, checked out beside the repository's own work tree in a folder that is gone afterwards.</summary>
internal sealed class WorkTree : IDisposable
{
    private readonly string _repository;
    private bool _isKept;

    private WorkTree(string repository, string folder) => (_repository, Folder) = (repository, folder);

    /// <summary>The folder that holds the tree, for what else belongs to it.</summary>
    public string Folder { get; }

    /// <summary>The tree.</summary>
    public string Tree => Path.Combine(Folder, "tree");

    /// <summary>Checks a commit out, and changes it.</summary>
    /// <param name="repository">A folder of the repository.</param>
    /// <param name="commit">The commit.</param>
    /// <param name="diff">What <c>git diff</c> printed; null for nothing.</param>
    /// <param name="cancel">Stops it, leaving nothing behind.</param>
    /// <exception cref="SongGenreException">
    /// There is no git or no repository, the commit is unknown, or the changes can't be made to it.
    /// </exception>
    public static WorkTree Create(string repository, string commit, string? diff, CancellationToken cancel)
    {
        if (Git(repository, cancel, "rev-parse", "--git-dir").Code != 0)
            throw new SongGenreException($"{repository}: is no git repository; go to a clone of the project.");
        if (Git(repository, cancel, "cat-file", "-e", commit + "^{commit}").Code != 0)
        {
            throw new SongGenreException(
                $"commit {commit} is unknown in {repository}; get it from where the run was made: git fetch.");
        }

        var made = new WorkTree(repository, Directory.CreateTempSubdirectory("songgenre-reproduce-").FullName);
        try
        {
            var added = Git(repository, cancel, "worktree", "add", "--detach", "--quiet", made.Tree, commit);
            if (added.Code != 0) throw new SongGenreException($"git can't check out {commit}: {Last(added.Output)}");
            if (diff is null) return made;
            var file = Path.Combine(made.Folder, "git.diff");
            File.WriteAllText(file, diff);
            var applied = Git(made.Tree, cancel, "apply", "--binary", "--whitespace=nowarn", file);
            return applied.Code == 0 ? made : throw new SongGenreException(
                $"the run's uncommitted changes don't apply to its commit {commit}: {Last(applied.Output)}");
        }
        catch
        {
            made.Dispose();
            throw;
        }
    }

    /// <summary>Leaves the folder where it is.</summary>
    public void Keep() => _isKept = true;

    public void Dispose()
    {
        if (_isKept) return;
        // An interrupted checkout leaves a tree that is locked, or none that git takes for one, but for a missing one.
        // Pruning would also drop trees of the user whose disks are away.
        if (!IsRemoved())
        {
            Delete(Tree);
            IsRemoved();
        }

        Delete(Folder);
    }

    private bool IsRemoved() =>
        Git(_repository, CancellationToken.None, "worktree", "remove", "--force", "--force", Tree).Code == 0;

    private static void Delete(string folder)
    {
        try
        {
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A file that is still open on Windows is left to whoever cleans the folder for temporary files.
        }
    }

    private static (int Code, string Output) Git(string folder, CancellationToken cancel, params string[] arguments) =>
        Tool.Run(folder, "git", arguments, new Dictionary<string, string?>
        {
            ["GIT_DIR"] = null,
            ["GIT_WORK_TREE"] = null,
            ["GIT_INDEX_FILE"] = null,
            ["LC_ALL"] = "C",
        }, cancel: cancel);

    private static string Last(string output) =>
        output.Split('\n', StringSplitOptions.RemoveEmptyEntries).LastOrDefault("git doesn't say why");
}
