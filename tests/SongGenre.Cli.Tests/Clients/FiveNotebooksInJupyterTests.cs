using SongGenre.Notebooks.Documents;
using SongGenre.Notebooks.Runner;
using SongGenre.Notebooks.Tests.Reports;

namespace SongGenre.Cli.Tests.Clients;

/// <summary>The five notebooks on the real songs, run by other people's tools: what they put out is what is committed.</summary>
public sealed class FiveNotebooksInJupyterTests(InstalledClientKernel kernel) : IClassFixture<InstalledClientKernel>
{
    [Fact]
    public Task Nbconvert_executes_them() => Compare("nbconvert", (folder, names) => ClientRun.Of(
        RequiredTool.Find("jupyter-nbconvert"), folder, Environment(),
        ["--to", "notebook", "--execute", "--inplace", $"--ExecutePreprocessor.kernel_name={kernel.Name}",
         "--ExecutePreprocessor.record_timing=False", .. names]));

    [Fact]
    public Task Jupyter_client_executes_them() => Compare("jupyter_client", (folder, names) => ClientRun.Of(
        DebianPython.Find("jupyter_client"), folder, Environment(), [ClientRun.File("run_notebooks.py"), kernel.Name, .. names]));

    private static string RealSongs()
    {
        if (System.Environment.GetEnvironmentVariable("SONGGENRE_DATA") is { Length: > 0 } data) return data;
        const string Reason = "The real songs are not given: set SONGGENRE_DATA.";
        if (System.Environment.GetEnvironmentVariable("SONGGENRE_REQUIRE_TOOLS") == "1") Assert.Fail(Reason);
        Assert.Skip(Reason);
        return "";
    }

    private Dictionary<string, string> Environment() => new(kernel.Environment) { ["SONGGENRE_DATA"] = RealSongs() };

    private async Task Compare(string client, Func<string, string[], Task<CommandRun>> execute)
    {
        RealSongs();
        var root = Path.Combine(kernel.Folder, client);
        var folder = Path.Combine(root, "notebooks");
        foreach (var part in (string[])["data", "artifacts", "notebooks"]) Directory.CreateDirectory(Path.Combine(root, part));
        File.Copy(Path.Combine(RepositoryFolder.Root, "data", "dataset.json"), Path.Combine(root, "data", "dataset.json"));
        Directory.CreateSymbolicLink(Path.Combine(root, "artifacts", "bin"), Path.Combine(RepositoryFolder.Root, "artifacts", "bin"));
        foreach (var file in Directory.EnumerateFiles(Path.Combine(RepositoryFolder.Root, "notebooks")))
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        string[] names = [.. Directory.EnumerateFiles(folder, "*.ipynb").Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal)];
        Assert.Equal(5, names.Length);

        var run = await execute(folder, names);
        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        Assert.All(names, name => Assert.Empty(NotebookDifference.Compare(
            name, NotebookFile.Read(RepositoryFolder.Notebook(name)), NotebookFile.Read(Path.Combine(folder, name)))));
    }
}
