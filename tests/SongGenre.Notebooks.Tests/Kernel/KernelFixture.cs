using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using SongGenre.Notebooks.Documents;
using SongGenre.Notebooks.Kernel;

namespace SongGenre.Notebooks.Tests.Kernel;

/// <summary>A kernel in a folder of its own that is gone after the test.</summary>
public abstract class KernelFixture : IDisposable
{
    protected KernelFixture()
    {
        Folder = Directory.CreateTempSubdirectory("kernel").FullName;
        Kernel = new CSharpKernel(Folder);
    }

    protected string Folder { get; }

    protected CSharpKernel Kernel { get; }

    private int count;

    public void Dispose()
    {
        Kernel.Dispose();
        Directory.Delete(Folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Runs a cell, named "cell N", and gives its outputs as a notebook would hold them.</summary>
    protected async Task<List<Output>> Run(string code) => (await Execute(code)).Outputs;

    /// <summary>Runs a cell that must succeed.</summary>
    protected async Task<List<Output>> RunWell(string code)
    {
        var (outcome, outputs) = await Execute(code);
        Assert.True(outcome is CellOutcome.Succeeded, string.Join('\n', (outcome as CellOutcome.Failed)?.Error.Traceback ?? []));
        return outputs;
    }

    /// <summary>Runs a cell that must fail, and gives the error that it published last.</summary>
    protected async Task<ErrorOutput> RunBadly(string code)
    {
        var (outcome, outputs) = await Execute(code);
        var error = Assert.IsType<CellOutcome.Failed>(outcome).Error;
        Assert.Same(error, outputs[^1]);
        return error;
    }

    protected Task<(CellOutcome Outcome, List<Output> Outputs)> Execute(string code, CancellationToken cancel = default) =>
        Execute(code, "csharp", cancel);

    protected async Task<(CellOutcome Outcome, List<Output> Outputs)> Execute(string code, string language, CancellationToken cancel = default)
    {
        var cell = new Cell { Kind = CellKind.Code, Id = "a" };
        var submission = new CellSubmission(code, $"cell {++count}", count) { Language = language };
        var outcome = await Kernel.ExecuteAsync(submission, cell.Append, cancel);
        return (outcome, cell.Outputs);
    }

    /// <summary>The plain text of a cell's single output.</summary>
    protected static string Plain(List<Output> outputs) => Face(outputs, "text/plain");

    protected static string Face(List<Output> outputs, string mime) =>
        Assert.IsType<DisplayOutput>(Assert.Single(outputs), exactMatch: false).Data[mime]!.GetValue<string>();

    protected string Write(string name, string text)
    {
        var path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>Compiles a library into a file of the folder.</summary>
    protected void Compile(string name, string code, params string[] references)
    {
        var path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var platform = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);
        var result = CSharpCompilation.Create(
            Path.GetFileNameWithoutExtension(name),
            [CSharpSyntaxTree.ParseText(code)],
            platform.Concat(references.Select(reference => Path.Combine(Folder, reference))).Select(file => MetadataReference.CreateFromFile(file)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary)).Emit(path);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics));
    }
}
