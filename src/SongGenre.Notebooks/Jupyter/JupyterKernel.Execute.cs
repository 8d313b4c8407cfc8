using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using SongGenre.Notebooks.Documents;
using SongGenre.Notebooks.Kernel;

namespace SongGenre.Notebooks.Jupyter;

internal sealed partial class JupyterKernel
{
    private readonly Lock gate = new();
    private (CancellationTokenSource Interruption, long Number)? running;
    // Executions that had come by then are not to run.
    private long abortedUpTo;
    private int executions;

    /// <summary>Stops the running cell and gives up those that wait.</summary>
    public void Interrupt() => Interrupt(Interlocked.Read(ref received));

    // What was sent after an interruption is not meant by it, even if the interruption is late.
    private void Interrupt(long upTo)
    {
        lock (gate)
        {
            abortedUpTo = Math.Max(abortedUpTo, upTo);
            if (running is not { } cell || cell.Number > upTo) return;
            // What watches the token is foreign code, and cells may keep all threads of the pool busy.
            CellInterruption.OnThreadOfItsOwn("interruption", cell.Interruption.Cancel);
        }
    }

    private async Task<JsonObject> ExecuteAsync(Request request)
    {
        var content = request.Content;
        var code = content.Text("code");
        var silent = content.Flag("silent", otherwise: false);
        var store = content.Flag("store_history", otherwise: true) && !silent;
        var expressions = content.Texts("user_expressions");
        var stopOnError = content.Flag("stop_on_error", otherwise: true);
        var allowInput = content.Flag("allow_stdin", otherwise: false);

        var interruption = new CancellationTokenSource();
        lock (gate)
        {
            if (request.Number <= abortedUpTo) return new() { ["status"] = "aborted" };
            running = (interruption, request.Number);
        }

        try
        {
            var number = store ? ++executions : executions;
            if (!silent) Publish(request, "execute_input", new() { ["code"] = code, ["execution_count"] = number });
            string? result = null;
            var cell = new CellSubmission(code, string.Create(CultureInfo.InvariantCulture, $"cell {number}"), number)
            {
                Input = allowInput ? question => AskForInput(request, question, interruption.Token) : null,
            };
            var outcome = await RunAsync(cell, output =>
            {
                if (output is ExecuteResultOutput value) value.Data["text/plain"]?.AsValue().TryGetValue(out result);
                if (!silent) Publish(request, output, number);
            }, interruption.Token);
            if (store) history.Add(number, code, result);
            var error = outcome switch
            {
                CellOutcome.Failed failed => failed.Error,
                CellOutcome.Cancelled => Interrupted(cell.Name),
                _ => null,
            };
            if (outcome is CellOutcome.Cancelled && !silent) Publish(request, error!, number);
            if (error is not null && stopOnError && !silent)
                lock (gate) abortedUpTo = Interlocked.Read(ref received);
            var reply = error is not null ? Failure(error.Name, error.Value, error.Traceback) : Success(new()
            {
                ["user_expressions"] = await EvaluateAsync(request, cell, expressions, silent, interruption.Token),
            });
            reply["execution_count"] = number;
            reply["payload"] = new JsonArray();
            return reply;
        }
        finally
        {
            lock (gate) running = null;
        }
    }

    private async Task<CellOutcome> RunAsync(CellSubmission cell, Action<Output> publish, CancellationToken cancel)
    {
        try
        {
            return await kernel.ExecuteAsync(cell, publish, cancel);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // The compiler may hear of it first.
            return new CellOutcome.Cancelled();
        }
    }

    private static ErrorOutput Interrupted(string cell)
    {
        var message = $"{cell} was interrupted";
        return new ErrorOutput("KeyboardInterrupt", message, [message]);
    }

    private async Task<JsonObject> EvaluateAsync(
        Request request,
        CellSubmission cell,
        IEnumerable<(string Name, string Text)> expressions,
        bool silent,
        CancellationToken cancel)
    {
        var values = new JsonObject();
        foreach (var (name, text) in expressions)
            values[name] = await EvaluateAsync(request, cell with { Code = text, Name = name }, silent, cancel);
        return values;
    }

    private async Task<JsonObject> EvaluateAsync(
        Request request, CellSubmission expression, bool silent, CancellationToken cancel)
    {
        var options = CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.CSharp14);
        // What can't be parsed in bounded time is refused by the run.
        var fault = !CodeNesting.IsParsable(expression.Code) ? null
            : SyntaxFactory.ParseExpression(expression.Code, options: options)
                .GetDiagnostics().FirstOrDefault(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        if (fault is not null)
        {
            return Failure(
                "CompilationErrorException", $"error {fault.Id}: {fault.GetMessage(CultureInfo.InvariantCulture)}");
        }

        ExecuteResultOutput? value = null;
        var outcome = await RunAsync(expression, output =>
        {
            if (output is ExecuteResultOutput result) value = result;
            else if (output is not ErrorOutput && !silent) Publish(request, output, expression.ExecutionCount);
        }, cancel);
        return outcome switch
        {
            CellOutcome.Failed { Error: var error } => Failure(error.Name, error.Value, error.Traceback),
            CellOutcome.Cancelled => Failure("KeyboardInterrupt", $"{expression.Name} was interrupted"),
            _ => Success(new()
            {
                ["data"] = value?.Data.DeepClone() ?? new JsonObject(),
                ["metadata"] = value?.Metadata.DeepClone() ?? new JsonObject(),
            }),
        };
    }

    private void Publish(Request request, Output output, int? number)
    {
        var (type, content) = OutputMessage.Of(output, number, wire.Session);
        Publish(request, type, content);
    }
}
