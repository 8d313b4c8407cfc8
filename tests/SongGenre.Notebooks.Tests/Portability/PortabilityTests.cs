using SongGenre.Notebooks.Documents;
using SongGenre.Notebooks.Kernel;

namespace SongGenre.Notebooks.Tests.Portability;

/// <summary>
/// Small notebooks as people publish them, one for each thing that a notebook may rely on. Each says in its prose what
/// every cell must put out.
/// </summary>
public sealed class PortabilityTests(PortableLibraries libraries) : IClassFixture<PortableLibraries>
{
    private static readonly string Source = Path.Combine(AppContext.BaseDirectory, "Portability");

    public static TheoryData<string> Names => [.. Directory.EnumerateFiles(Source, "*.ipynb")
        .Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];

    [Fact]
    public void There_are_at_least_fifty() => Assert.True(Names.Count >= 50, $"{Names.Count} notebooks");

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_notebook_puts_out_what_it_says(string name)
    {
        var folder = libraries.FolderFor(name, Source);
        var notebook = NotebookFile.Read(Path.Combine(Source, name + ".ipynb"));
        using var kernel = new CSharpKernel(folder);
        var count = 0;
        for (var i = 0; i < notebook.Cells.Count; i++)
        {
            var cell = notebook.Cells[i];
            if (cell.Kind != CellKind.Code) continue;
            var submission = new CellSubmission(cell.Source, $"cell {++count}", count) { Language = CellLanguage.Of(cell) };
            await kernel.ExecuteAsync(submission, output => notebook.Append(cell, output), TestContext.Current.CancellationToken);
            Compare($"{name}, cell {count}", ExpectedOutput.Parse(notebook.Cells[i + 1].Source), cell.Outputs);
        }
    }

    private static void Compare(string where, IReadOnlyList<ExpectedOutput> expected, List<Output> actual)
    {
        // Installing a package says what it does, in words that the contract leaves open.
        var strict = expected.SkipWhile(output => output.IsAnything).ToList();
        var shown = expected.Count == strict.Count ? actual : [.. actual.TakeLast(strict.Count)];
        var all = string.Join('\n', actual.Select(ExpectedOutput.Describe));
        Assert.True(strict.Count == shown.Count, $"{where} put out {actual.Count} times instead of {strict.Count}:\n{all}");
        for (var i = 0; i < strict.Count; i++)
            Assert.True(strict[i].Matches(shown[i]), $"{where}: '{strict[i].Text}' is not what it put out:\n{all}");
    }
}
