using System.Text.Json.Nodes;
using SongGenre.Notebooks.Documents;
using SongGenre.Notebooks.Tests.Reports;

namespace SongGenre.Cli.Tests.Clients;

/// <summary>Debian's jupyter-notebook in headless Chromium: what a person does with a notebook, by the same keys and buttons.</summary>
public sealed class ClassicNotebookTests(InstalledClientKernel kernel, SharedBrowser shared) : IClassFixture<InstalledClientKernel>, IClassFixture<SharedBrowser>
{
    private const string Chart =
        "display(HTML(\"<svg id='chart' width='200' height='60'><rect width='120' height='50' fill='steelblue'/></svg>\"));";

    private Browser browser = null!;

    [Fact]
    public async Task A_notebook_is_opened_run_completed_inspected_interrupted_and_restarted()
    {
        var folder = Directory.CreateDirectory(Path.Combine(kernel.Folder, "classic")).FullName;
        NotebookFile.Write(Path.Combine(folder, "tour.ipynb"), new Notebook
        {
            Metadata = new JsonObject
            {
                ["kernelspec"] = new JsonObject { ["name"] = kernel.Name, ["display_name"] = ".NET (C#)", ["language"] = "csharp" },
            },
            Cells =
            [
                Code("a", "var answer = 6 * 7;\nConsole.WriteLine(\"the answer\");"), Code("b", "answer"), Code("c", Chart),
                Code("d", "Console.WriteLine(\"written\");"), Code("e", "Math.Sqrt(2)"), Code("f", "\"last\""),
            ],
        });
        await using var server = await NotebookServer.StartAsync(folder, kernel.Environment);
        browser = await shared.GetAsync();

        await browser.VisitAsync(server.PageOf("tour.ipynb"));
        await Until("window.Jupyter && Jupyter.notebook && Jupyter.notebook.kernel && Jupyter.notebook.kernel.is_connected()");
        await Until("$('#kernel_indicator').text().includes('.NET (C#)')");

        await browser.EvaluateAsync("$('#run_all_cells a, #run_all_cells').last().click(); 1");
        await Until("Jupyter.notebook.get_cell(2).output_area.element.find('#chart').length === 1");
        await Until("Jupyter.notebook.get_cell(5).output_area.element.text().includes('last')");
        Assert.Contains("the answer", await Text(0), StringComparison.Ordinal);
        Assert.Contains("42", await Text(1), StringComparison.Ordinal);
        await Picture("run-all");

        await browser.EvaluateAsync("Jupyter.notebook.get_cell(3).set_text('Console.WriteL'); 1");
        await Edit(3);
        await browser.PressAsync("Tab", 9);
        await Until("$('.completions option, .completions').text().includes('WriteLine') || Jupyter.notebook.get_cell(3).get_text() === 'Console.WriteLine'");
        await Picture("completion");
        await browser.PressAsync("Escape", 27);

        await Edit(4, character: 7);
        await browser.PressAsync("Tab", 9, shift: true);
        await Until("$('#tooltip').is(':visible') && $('#tooltip').text().includes('Sqrt(double')");
        Assert.Contains("square root", (string)(await browser.EvaluateAsync("$('#tooltip').text()"))!, StringComparison.Ordinal);
        await Picture("inspection");
        await browser.PressAsync("Escape", 27);

        await browser.EvaluateAsync("const c = Jupyter.notebook.get_cell(5); c.set_text('var during = 5; while (true) { }'); Jupyter.notebook.select(5); c.execute(); 1");
        await Until("Jupyter.notebook.kernel_busy || $('#kernel_indicator_icon').hasClass('kernel_busy_icon')");
        await Task.Delay(500, TestContext.Current.CancellationToken);
        await browser.EvaluateAsync("$('#int_kernel a, #int_kernel').last().click(); 1");
        await Until("Jupyter.notebook.get_cell(5).output_area.element.text().includes('interrupted')");
        await Execute(0, "answer + during");
        await Until("Jupyter.notebook.get_cell(0).output_area.element.text().includes('47')");
        await Picture("interrupted");

        await browser.EvaluateAsync("$('#restart_kernel a, #restart_kernel').last().click(); 1");
        await Until("$('.modal.in .btn-danger').length === 1");
        await browser.EvaluateAsync("$('.modal.in .btn-danger').click(); 1");
        await Until("$('.modal.in').length === 0 && Jupyter.notebook.kernel.is_connected() && $('#kernel_indicator_icon').hasClass('kernel_idle_icon')");
        await Execute(0, "answer");
        await Until("Jupyter.notebook.get_cell(0).output_area.element.text().includes('CS0103')");
        await Picture("restarted");
    }

    private static Cell Code(string id, string source) => new() { Kind = CellKind.Code, Id = id, Source = source };

    private Task<JsonNode?> Execute(int cell, string code) => browser.EvaluateAsync(
        $"Jupyter.notebook.get_cell({cell}).set_text({JsonValue.Create(code)!.ToJsonString()}); Jupyter.notebook.get_cell({cell}).execute(); 1");

    private async Task<string> Text(int cell) =>
        (string)(await browser.EvaluateAsync($"Jupyter.notebook.get_cell({cell}).output_area.element.text()"))!;

    private Task<JsonNode?> Edit(int cell, int? character = null) => browser.EvaluateAsync(
        $"Jupyter.notebook.select({cell}); Jupyter.notebook.edit_mode(); const e{cell} = Jupyter.notebook.get_cell({cell}).code_mirror;"
        + $" e{cell}.setCursor({{ line: 0, ch: {character?.ToString() ?? $"e{cell}.getLine(0).length"} }}); e{cell}.focus(); 1");

    private async Task Until(string condition)
    {
        for (var i = 0; i < 300; i++)
        {
            if ((bool)(await browser.EvaluateAsync($"!!({condition})"))!) return;
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        await Picture("failure");
        Assert.Fail($"30 seconds went by and it did not come true: {condition}");
    }

    private async Task Picture(string name) => await File.WriteAllBytesAsync(
        Path.Combine(InstalledClientKernel.Pictures, name + ".png"), await browser.ScreenshotAsync(), TestContext.Current.CancellationToken);
}
