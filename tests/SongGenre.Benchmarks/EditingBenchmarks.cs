using BenchmarkDotNet.Attributes;
using SongGenre.Notebooks.Kernel;

namespace SongGenre.Benchmarks;

/// <summary>What a person waits for who types in a notebook: warm answers, in sessions of several lengths.</summary>
[MemoryDiagnoser]
public class EditingBenchmarks : IDisposable
{
    private CSharpKernel? _kernel;

    [Params(1, 200, 1000)]
    public int Cells { get; set; }

    [GlobalSetup]
    public async Task Setup()
    {
        _kernel = new CSharpKernel(Path.GetTempPath());
        for (var i = 0; i < Cells; i++)
        {
            var code = $"var v{i} = new List<int> {{ {i} }}; int F{i}(int x) => x + {i};";
            await _kernel.ExecuteAsync(new CellSubmission(code, $"cell {i + 1}", null), _ => { });
        }

        await Members();
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _kernel?.Dispose();
        GC.SuppressFinalize(this);
    }

    [Benchmark]
    public Task<CompletionList> Members() => _kernel!.CompleteAsync("var q = v0.Wh", 13);

    [Benchmark]
    public Task<CompletionList> Everything() => _kernel!.CompleteAsync("", 0);

    [Benchmark]
    public Task<Inspection?> Inspect() => _kernel!.InspectAsync("v0.Where(", 9);

    [Benchmark]
    public CodeCompleteness Completeness() => _kernel!.CheckCompleteness("foreach (var x in v0)\n{");
}
