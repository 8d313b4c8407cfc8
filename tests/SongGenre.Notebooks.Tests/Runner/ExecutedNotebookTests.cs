using System.Diagnostics;
using SongGenre.Notebooks.Tests.Reports;
using static SongGenre.Notebooks.Tests.Runner.NotebookFolder;

namespace SongGenre.Notebooks.Tests.Runner;

public sealed class ExecutedNotebookTests : IDisposable
{
    private readonly NotebookFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Jupyters_own_tools_accept_and_render_what_a_run_writes()
    {
        string python = RequiredTool.Find("/usr/bin/python3"), jupyter = RequiredTool.Find("jupyter");
        await folder.ExecuteAsync(folder.Write("a.ipynb", Prose("# A", "prose"), Code("Console.WriteLine(1);\ndisplay(HTML(\"<b>bold</b>\"));\n2", "values"),
            Code("throw new Exception(\"boom\");", "error")));
        string file = Path.Combine(folder.Outputs, "a.ipynb");

        // Debian's python3 has nbformat; what stands before it on the path may not.
        Run(python, "-c", "import sys, nbformat\nnb = nbformat.read(sys.argv[1], as_version=nbformat.NO_CONVERT)\nnbformat.validate(nb)\n"
            + "text = open(sys.argv[1], encoding='utf-8').read()\nassert text == nbformat.writes(nb) + '\\n', 'other bytes than nbformat writes'", file);
        Run(jupyter, "nbconvert", "--to", "html", "--log-level", "WARN", file);
        string html = File.ReadAllText(Path.ChangeExtension(file, ".html"));
        Assert.Contains("<b>bold</b>", html, StringComparison.Ordinal);
        Assert.Contains("boom", html, StringComparison.Ordinal);
    }

    private static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program} {arguments[0]}: {errors}{output.Result}");
    }
}
