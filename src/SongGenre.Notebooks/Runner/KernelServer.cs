using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using SongGenre.Notebooks.Documents;
using SongGenre.Notebooks.Kernel;

namespace SongGenre.Notebooks.Runner;

/// <summary>A notebook's process: a kernel whose cells come in over standard input and whose outputs leave over standard output.</summary>
internal sealed class KernelServer : IDisposable
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private readonly Channel<JsonObject> cells = Channel.CreateUnbounded<JsonObject>();
    private readonly Lock gate = new();
    private readonly StreamWriter output = new(Console.OpenStandardOutput(), Utf8) { NewLine = "\n" };
    private readonly CancellationTokenSource interrupt = new();

    /// <summary>Runs cells until the process is ended.</summary>
    public async Task RunAsync()
    {
        // A terminal sends Ctrl+C to all its processes; what happens to a running cell is the runner's decision.
        using var ignored = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => context.Cancel = true);
        new Thread(Listen) { IsBackground = true, Name = "runner" }.Start();

        using var kernel = new CSharpKernel(Environment.CurrentDirectory);
        await foreach (var cell in cells.Reader.ReadAllAsync())
        {
            var submission = new CellSubmission((string)cell["code"]!, (string)cell["name"]!, (int)cell["count"]!);
            var outcome = await kernel.ExecuteAsync(submission, Publish, interrupt.Token);
            Send(KernelMessage.Done(outcome switch
            {
                CellOutcome.Succeeded => "succeeded",
                CellOutcome.Cancelled => "cancelled",
                _ => "failed",
            }));
        }
    }

    public void Dispose()
    {
        output.Dispose();
        interrupt.Dispose();
    }

    private void Publish(Output published) => Send(KernelMessage.Of(published));

    private void Send(string message)
    {
        lock (gate)
        {
            output.Write(KernelMessage.Separator);
            output.WriteLine(message);
            output.Flush();
        }
    }

    private void Listen()
    {
        using var input = new StreamReader(Console.OpenStandardInput(), Utf8);
        while (input.ReadLine() is { } line)
        {
            if (line == KernelMessage.Interrupt) interrupt.Cancel();
            else cells.Writer.TryWrite(JsonNode.Parse(line)!.AsObject());
        }
        // The runner is done, or gone: whatever a cell still does serves nobody.
        Environment.Exit(0);
    }
}
