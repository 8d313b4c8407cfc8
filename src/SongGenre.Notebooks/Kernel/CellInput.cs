namespace SongGenre.Notebooks.Kernel;

/// <summary>What a running cell reads: answers to its questions, one line each.</summary>
/// <param name="ask">Asks whoever sits before the notebook; null when nobody does.</param>
internal sealed class CellInput(Func<InputRequest, string>? ask)
{
    private readonly Lock gate = new();
    private string rest = "";

    /// <summary>Whether somebody sits before the notebook.</summary>
    public bool HasSomebody => ask is not null;

    /// <summary>Asks for a line and waits for it.</summary>
    /// <exception cref="NotSupportedException">Nobody is there to ask.</exception>
    public Task<string> AskAsync(InputRequest request)
    {
        if (ask is null) throw Nobody();
        // What was written before the question must be seen before it.
        CellOutputs.Current?.Drain();
        // On a thread that no interruption wakes: half a question would confuse whoever is asked.
        using (ExecutionContext.SuppressFlow())
        {
            return Task.Factory.StartNew(
                () => ask(request), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }
    }

    /// <summary>The next character that was answered already; −1 if it takes a question.</summary>
    public int Peek()
    {
        if (ask is null) throw Nobody();
        lock (gate) return rest is [var next, ..] ? next : -1;
    }

    public int Read()
    {
        lock (gate)
        {
            if (rest.Length == 0) rest = AskLine() + "\n";
            var next = rest[0];
            rest = rest[1..];
            return next;
        }
    }

    /// <summary>What is left of the last answer, or the next one.</summary>
    public string ReadLine()
    {
        lock (gate)
        {
            var line = rest.Length > 0 ? rest[..^1] : AskLine();
            rest = "";
            return line;
        }
    }

    private static NotSupportedException Nobody() =>
        new("A notebook runs without a console to read from; set the value in a cell instead.");

    private string AskLine() => AskAsync(new InputRequest("", IsPassword: false)).GetAwaiter().GetResult();
}
