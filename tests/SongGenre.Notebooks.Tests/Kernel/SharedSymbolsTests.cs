using Microsoft.CodeAnalysis;
using SongGenre.Notebooks.Kernel;
using SongGenre.Notebooks.Tests.Runner;
using static SongGenre.Notebooks.Tests.Runner.NotebookFolder;

namespace SongGenre.Notebooks.Tests.Kernel;

/// <summary>Cells understand each other only when the compiler has one and the same idea of each type for them.</summary>
public sealed class SharedSymbolsTests : IDisposable
{
    private readonly NotebookFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Sessions_that_begin_at_once_and_those_after_them_see_the_same_platform()
    {
        using var start = new Barrier(4);
        var sequences = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Factory.StartNew(
            () =>
            {
                start.SignalAndWait();
                return Sequences(Compile("1", ScriptState.Empty));
            },
            TaskCreationOptions.LongRunning)));
        var first = Assert.Single(sequences.Distinct(ReferenceEqualityComparer.Instance));
        Collect();
        Assert.Same(first, Sequences(Compile("2", ScriptState.Empty)));
    }

    [Fact]
    public async Task First_cell_of_a_fresh_process_and_the_second_agree_on_types()
    {
        string[] files =
        [
            .. Enumerable.Range(0, 4).Select(i => folder.Write(
                $"{i}.ipynb",
                Code("async IAsyncEnumerable<int> Count()\n{\n    for (var i = 1; i <= 3; i++) { await Task.Yield(); yield return i; }\n}\nvar text = \"a b\";"),
                Code("static class Texts { extension(string s) { public int Words => s.Split(' ').Length; } }"),
                Code("var sum = text.Words;\nawait foreach (var i in Count()) sum += i;\nConsole.Write(sum);", "sum"))),
        ];
        var report = await folder.ExecuteAsync(folder.Run(files) with { KeepGoing = true, Jobs = 2 });
        Assert.All(report.Notebooks, notebook => Assert.Null(notebook.Failure));
        Assert.All(files, file => Assert.Equal("8", folder.Text(Path.GetFileName(file), "sum")));
    }

    private static ScriptState Compile(string code, ScriptState state)
    {
        var (errors, script) = new ScriptCompiler(Path.GetTempPath()).Compile(code, "cell", state, CancellationToken.None);
        Assert.Empty(errors);
        return script!.State;
    }

    private static INamedTypeSymbol Sequences(ScriptState state) =>
        state.Previous!.GetTypeByMetadataName("System.Linq.Enumerable")!;

    private static void Collect()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
    }
}
