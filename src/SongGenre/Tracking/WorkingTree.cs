using System.Globalization;
using SongGenre.Tracking.Wandb;

namespace SongGenre.Tracking;

/// <summary>A checked-out commit with what was changed since.</summary>
/// <param name="Commit">The commit; null before the first.</param>
/// <param name="Branch">The branch; null where none is checked out.</param>
/// <param name="IsDirty">Whether the tree differs from the commit.</param>
/// <param name="Remote">The address of <c>origin</c>, without user and password; null where there is none.</param>
internal sealed record WorkingTree(string? Commit, string? Branch, bool IsDirty, string? Remote)
{
    private const int LargestSource = 1_000_000;

    private static readonly string[] Sources =
    [
        ".cs", ".csproj", ".props", ".targets", ".sln", ".ipynb", ".yaml", ".yml", ".json", ".md", ".txt", ".sh",
    ];

    /// <summary>
    /// Reads the state of the tree that a folder belongs to, and what <c>git apply</c> makes it from the commit. Of the
    /// files that git doesn't know yet those are in it that look like sources: text below 1 MB and no <c>.env</c>.
    /// </summary>
    /// <returns>Null outside a repository or without git; without a difference where git doesn't give it.</returns>
    public static (WorkingTree Tree, string? Diff)? Read(string folder)
    {
        if (Git.Run(folder, "status", "--porcelain=v2", "--branch", "--untracked-files=all") is not { } status) return null;
        var lines = status.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        string? Header(string name) =>
            lines.FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal))?[name.Length..];
        var commit = Header("# branch.oid ") is { } id && id != "(initial)" ? id : null;
        var branch = Header("# branch.head ") is { } head && head != "(detached)" ? head : null;
        var isDirty = lines.Any(line => line[0] != '#');
        var hasNew = lines.Any(line => line[0] == '?');
        var remote = Git.Run(folder, "config", "--get", "remote.origin.url")?.Trim();
        var tree = new WorkingTree(commit, branch, isDirty, new WandbSource("", [], remote).PublicRemote);
        return (tree, commit is not null && isDirty ? Difference(folder, hasNew) : null);
    }

    private static string? Difference(string folder, bool hasNew)
    {
        string[] diff =
        [
            "diff", "HEAD", "--binary", "--no-color", "--no-ext-diff", "--no-textconv", "--src-prefix=a/",
            "--dst-prefix=b/",
        ];
        if (!hasNew) return Git.Run(folder, diff);
        if (Git.Run(folder, "rev-parse", "--path-format=absolute", "--git-path", "index")?.Trim() is not { } index)
            return null;
        // In an index of its own, so that the user's stays as it is.
        var own = Path.Combine(
            Path.GetTempPath(), string.Create(CultureInfo.InvariantCulture, $"songgenre-index-{Guid.NewGuid():N}"));
        var list = own + ".files";
        try
        {
            if (File.Exists(index)) File.Copy(index, own);
            var top = Git.Run(folder, "rev-parse", "--show-toplevel")?.Trim() ?? folder;
            if (Git.Run(top, "ls-files", "--others", "--exclude-standard", "-z") is not { } files) return null;
            // Named in a file, since they may be too many for a command line.
            File.WriteAllText(list, string.Join('\0', files.Split('\0').Where(name => IsSource(top, name))));
            return new FileInfo(list).Length == 0 || Git.RunWith(
                own, top, "--literal-pathspecs", "add", "--intent-to-add", "--pathspec-file-nul",
                "--pathspec-from-file=" + list) is not null
                ? Git.RunWith(own, top, diff) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Git.Run(folder, diff);
        }
        finally
        {
            File.Delete(own);
            File.Delete(list);
        }
    }

    // The record may be a server's that others read: no data, and nothing that may hold a secret.
    private static bool IsSource(string top, string name) =>
        Sources.Contains(Path.GetExtension(name), StringComparer.OrdinalIgnoreCase)
        && !Path.GetFileName(name).StartsWith(".env", StringComparison.OrdinalIgnoreCase)
        && new FileInfo(Path.Combine(top, name)) is { Exists: true, Length: < LargestSource };
}
