using SongGenre.Notebooks.Kernel;

namespace SongGenre.Notebooks.Jupyter;

internal sealed partial class JupyterKernel
{
    private readonly SemaphoreSlim asking = new(1);
    private TaskCompletionSource<string>? answer;

    /// <summary>Asks the client that sent a request for a line; on the cell's thread, which waits.</summary>
    internal string AskForInput(Request request, InputRequest question, CancellationToken cancel)
    {
        asking.Wait(cancel);
        try
        {
            return Ask(request, question).WaitAsync(cancel).GetAwaiter().GetResult();
        }
        finally
        {
            asking.Release();
        }
    }

    private Task<string> Ask(Request request, InputRequest question)
    {
        var waiting = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        Volatile.Write(ref answer, waiting);
        var message = request.Message;
        send(JupyterChannel.Stdin, wire.Write(message.Identities, "input_request", message.Header, null, new()
        {
            ["prompt"] = question.Prompt,
            ["password"] = question.IsPassword,
        }));
        return waiting.Task;
    }

    // An answer that nobody waits for is an old one.
    private void TakeInput(Request request)
    {
        try
        {
            var text = request.Content.Text("value");
            Interlocked.Exchange(ref answer, null)?.TrySetResult(text);
        }
        catch (RefusedRequestException e)
        {
            Drop(e.Message);
        }
    }
}
