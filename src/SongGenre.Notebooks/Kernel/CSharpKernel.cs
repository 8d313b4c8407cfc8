using SongGenre.Notebooks.Documents;

namespace SongGenre.Notebooks.Kernel;

/// <summary>
/// Runs a notebook's C# cells and publishes what they put out as it happens. Variables, types, usings and references
/// stay from cell to cell. A headless runner and an interactive front end drive it the same way: one call per cell.
/// </summary>
/// <remarks>
/// Several kernels may live in one process; they share what .NET has once per process: the console, which is
/// redirected when a cell starts and tells cells apart by the code that writes, the registered formatters and the
/// current directory, which is the caller's to set. Text that a thread writes after its cell has ended goes to
/// the process's standard error; what it displays then is dropped.
/// </remarks>
public sealed partial class CSharpKernel : IDisposable
{
    private readonly string workingDirectory;
    private readonly ScriptCompiler compiler;
    private readonly CellErrors errors;
    private readonly SemaphoreSlim oneAtATime = new(1);
    private ScriptState state = ScriptState.Empty;

    /// <summary>Creates a kernel without any state and begins to warm up the compiler.</summary>
    /// <param name="workingDirectory">The folder that paths in cells are relative to: the notebook's.</param>
    public CSharpKernel(string workingDirectory)
    {
        this.workingDirectory = Path.GetFullPath(workingDirectory);
        compiler = new ScriptCompiler(this.workingDirectory);
        errors = new CellErrors(this.workingDirectory);
        WarmUp();
    }

    /// <summary>Runs a cell; cells that are submitted while one runs wait for it.</summary>
    /// <param name="submission">The cell.</param>
    /// <param name="publish">
    /// Takes each output as it happens, one at a time and in order, on any thread. Adjacent outputs may be pieces of
    /// one stream. An error is published too, as the last output.
    /// </param>
    /// <param name="cancel">Ends the call at once, even while the cell's code is in an endless loop.</param>
    /// <returns>
    /// How the cell ended. A cell that doesn't compile or is cancelled leaves the state as it was; one that throws keeps
    /// what it had done until then.
    /// </returns>
    /// <exception cref="Exception">What <paramref name="publish"/> threw.</exception>
    public async Task<CellOutcome> ExecuteAsync(CellSubmission submission, Action<Output> publish, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(submission);
        ArgumentNullException.ThrowIfNull(publish);
        try
        {
            await oneAtATime.WaitAsync(cancel);
        }
        catch (OperationCanceledException)
        {
            return new CellOutcome.Cancelled();
        }

        try
        {
            using var outputs = new CellOutputs(publish);
            ErrorOutput? error;
            try
            {
                (state, error) = await OnThreadOfItsOwn(() => Run(submission, outputs, cancel)).WaitAsync(cancel);
            }
            catch (OperationCanceledException) when (cancel.IsCancellationRequested)
            {
                outputs.Close();
                return new CellOutcome.Cancelled();
            }

            if (error is not null) outputs.Publish(error);
            outputs.Close();
            return error is null ? new CellOutcome.Succeeded() : new CellOutcome.Failed(error);
        }
        finally
        {
            oneAtATime.Release();
        }
    }

    /// <summary>Gives up what the kernel holds. Code that is still running keeps running.</summary>
    public void Dispose() => oneAtATime.Dispose();

    private static Task<T> OnThreadOfItsOwn<T>(Func<T> work)
    {
        var completion = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() =>
        {
            try
            {
                completion.SetResult(work());
            }
            catch (Exception e)
            {
                completion.SetException(e);
            }
        })
        { IsBackground = true, Name = "cell" };
        thread.Start();
        return completion.Task;
    }

    // The first compilation costs a second of just-in-time compilation; meanwhile the caller reads its notebook.
    private static void WarmUp()
    {
        Task.Run(() => new ScriptCompiler(Path.GetTempPath())
            .Compile("var x = 1; x", "warm-up", ScriptState.Empty, CancellationToken.None));
        Task.Run(() => Faces.Of(1));
    }
}
