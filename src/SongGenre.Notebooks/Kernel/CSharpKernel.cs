using SongGenre.Notebooks.Documents;

namespace SongGenre.Notebooks.Kernel;

/// <summary>
/// Runs a notebook's C# cells and publishes what they put out as it happens. Variables, types, usings and references
/// stay from cell to cell. A headless runner and an interactive front end drive it the same way: one call per cell.
/// </summary>
/// <remarks>
/// Several kernels may live in one process; they share what .NET has once per process: the console, which is
/// redirected when a cell starts and tells cells apart by the code that writes, the registered formatters and the
/// current directory, which is the caller's to set. The token of the cell that began last is the one that all code
/// finds, also what earlier cells or other kernels' cells left running.
/// Text that a thread writes after its cell has ended goes to
/// the process's standard error; what it displays then is dropped.
/// </remarks>
public sealed partial class CSharpKernel : IDisposable
{
    private const string StillRunning =
        "The cell's code runs on where nothing can stop it, mostly in a library; restart the kernel to end it.\n";

    private readonly string workingDirectory;
    private readonly ScriptCompiler compiler;
    private readonly CellErrors errors;
    // Not disposed of: a cell may still give it back then, and without a wait handle it holds nothing.
    private readonly SemaphoreSlim oneAtATime = new(1);
    private readonly Displays displays = new();
    private volatile bool isDisposed;
    private ScriptState state = ScriptState.Empty;

    /// <summary>Creates a kernel without any state and begins to warm up the compiler.</summary>
    /// <param name="workingDirectory">The folder that paths in cells are relative to: the notebook's.</param>
    public CSharpKernel(string workingDirectory)
    {
        this.workingDirectory = Path.GetFullPath(workingDirectory);
        compiler = new ScriptCompiler(this.workingDirectory);
        errors = new CellErrors(this.workingDirectory);
        Displays.Offer();
        WarmUp();
    }

    /// <summary>Runs a cell; cells that are submitted while one runs wait for it.</summary>
    /// <param name="submission">The cell.</param>
    /// <param name="publish">
    /// Takes each output as it happens, one at a time and in order, on any thread. Adjacent outputs may be pieces of
    /// one stream. An error is published too, as the last output.
    /// </param>
    /// <param name="cancel">
    /// Interrupts the cell. The <see cref="CancellationToken"/> that <c>AppContext.GetData("Notebook.Interrupt")</c>
    /// held when the cell began is cancelled, so that libraries that watch it stop and keep what they have. 300 ms later the
    /// loops, methods and lambdas of cells throw and the cell's thread is woken. The call ends within a second, even if
    /// that fails: a library's own loop and a native call can't be stopped, which a line on standard error says.
    /// </param>
    /// <returns>
    /// How the cell ended. A cell that doesn't compile leaves the state as it was; one that throws or is interrupted
    /// keeps what it had done until then.
    /// </returns>
    /// <exception cref="Exception">What <paramref name="publish"/> threw.</exception>
    /// <exception cref="ObjectDisposedException">The kernel was disposed of.</exception>
    public async Task<CellOutcome> ExecuteAsync(
        CellSubmission submission, Action<Output> publish, CancellationToken cancel = default)
    {
        ObjectDisposedException.ThrowIf(isDisposed, this);
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
            using var outputs = new CellOutputs(publish, displays) { Input = new CellInput(submission.Input) };
            using var interruption = new CellInterruption(outputs);
            var reached = new ReachedState(state);
            var ended = new TaskCompletionSource<ErrorOutput?>();
            var run = new CellRun(outputs, submission.ExecutionCount, [], new(), reached, interruption, cancel);
            StartThread(() => Run(submission, run), interruption, ended);
            using var registration = cancel.Register(() => interruption.Begin(() => ended.TrySetResult(null)));
            var (error, wasCancelled) = await Ended(ended.Task, cancel);
            state = reached.State;
            if (interruption.GaveUp) outputs.Write("stderr", StillRunning);
            if (error is not null) outputs.Publish(error);
            outputs.Close();
            return interruption.HasBegun || wasCancelled ? new CellOutcome.Cancelled()
                : error is null ? new CellOutcome.Succeeded()
                : new CellOutcome.Failed(error);
        }
        finally
        {
            oneAtATime.Release();
        }
    }

    /// <summary>Takes no more cells. Code that is still running keeps running.</summary>
    public void Dispose() => isDisposed = true;

    private static async Task<(ErrorOutput? Error, bool WasCancelled)> Ended(
        Task<ErrorOutput?> work, CancellationToken cancel)
    {
        try
        {
            return (await work, false);
        }
        catch (Exception) when (cancel.IsCancellationRequested)
        {
            // The compiler may notice before the interruption has begun.
            return (null, true);
        }
    }

    // The call ends on the thread that ends the cell: the thread pool may be full of what the cell has left there.
    private static void StartThread(
        Func<ErrorOutput?> work, CellInterruption interruption, TaskCompletionSource<ErrorOutput?> ended)
    {
        new Thread(() =>
        {
            ErrorOutput? error = null;
            Exception? failure = null;
            try
            {
                error = work();
            }
            catch (Exception e)
            {
                failure = e;
            }

            if (!interruption.End()) return;
            if (failure is null) ended.TrySetResult(error);
            else ended.TrySetException(failure);
        })
        { IsBackground = true, Name = "cell" }.Start();
    }

    // The first compilation costs a second of just-in-time compilation; meanwhile the caller reads its notebook.
    private static void WarmUp()
    {
        Task.Run(() => new ScriptCompiler(Path.GetTempPath())
            .Compile("var x = 1; x", "warm-up", ScriptState.Empty, CancellationToken.None));
        Task.Run(() => Faces.Of(1));
    }

    /// <summary>How far a cell has come, for the moment when it is cut short.</summary>
    private sealed class ReachedState(ScriptState start)
    {
        private volatile ScriptState before = start;
        private volatile ScriptState last = start;

        // A script has a place among the states once it has put its object there.
        public ScriptState State => last.Submissions is [_, .., null] ? before : last;

        public void Begin(ScriptState next)
        {
            before = State;
            last = next;
        }
    }
}
