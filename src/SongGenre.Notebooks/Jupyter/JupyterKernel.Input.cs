using SongGenre.Notebooks.Kernel;

namespace SongGenre.Notebooks.Jupyter;

internal sealed partial class JupyterKernel
{
    private TaskCompletionSource<string>? answer;

    // On the cell's thread, which waits.
    private string AskForInput(Request request, InputRequest question, CancellationToken cancel)
    {
        var waiting = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        Volatile.Write(ref answer, waiting);
        var message = request.Message;
        send(JupyterChannel.Stdin, wire.Write(message.Identities, "input_request", message.Header, null, new()
        {
            ["prompt"] = question.Prompt,
            ["password"] = question.IsPassword,
        }));
        return waiting.Task.WaitAsync(cancel).GetAwaiter().GetResult();
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
