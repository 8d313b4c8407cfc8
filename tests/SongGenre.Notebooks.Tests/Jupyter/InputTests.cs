using SongGenre.Notebooks.Jupyter;
using SongGenre.Notebooks.Kernel;

namespace SongGenre.Notebooks.Tests.Jupyter;

public sealed class InputTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly ProtocolClient client = new();

    public void Dispose() => client.Dispose();

    [Theory]
    [InlineData("name: ", false)]
    [InlineData("", true)]
    public async Task Question_goes_to_the_client_that_ran_the_cell_and_its_answer_comes_back(string prompt,
        bool isPassword)
    {
        var (id, request) = Request();
        // Nobody has asked yet.
        Reply("too early");
        var answer =
            Task.Run(() =>
            client.Kernel.AskForInput(request, new InputRequest(prompt, isPassword), CancellationToken.None), Cancel);
        var question = client.Next(id);
        Assert.Equal((JupyterChannel.Stdin, "input_request"), (question.Channel, question.Type));
        Assert.Equal(client.Identity, Assert.Single(question.Identities));
        Assert.Equal((prompt, isPassword), ((string?)question.Content["prompt"], (bool)question.Content["password"]!));
        client.Send("input_reply", new() { ["value"] = 5 }, JupyterChannel.Stdin);
        Reply("Ada 😀");
        Assert.Equal("Ada 😀", await answer.WaitAsync(Patience, Cancel));
        Assert.Equal(1, client.Kernel.Dropped);
    }

    [Fact]
    public async Task Questions_of_two_threads_are_asked_one_after_the_other()
    {
        var (id, request) = Request();
        Task<string> Ask() =>
            Task.Run(() => client.Kernel.AskForInput(request, new InputRequest("?", false), CancellationToken.None),
            Cancel);
        Task<string>[] answers = [Ask(), Ask()];
        client.Next(id);
        Reply("one");
        client.Next(id);
        Reply("two");
        Assert.Equal(["one", "two"], (await Task.WhenAll(answers).WaitAsync(Patience, Cancel)).Order());
    }

    [Fact]
    public async Task Interruption_ends_the_waiting_and_the_next_question_gets_its_own_answer()
    {
        var (id, request) = Request();
        using var interruption = new CancellationTokenSource();
        var answer = Task.Run(
            () => client.Kernel.AskForInput(request, new InputRequest("?", false), interruption.Token),
            Cancel);
        client.Next(id);
        await interruption.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer.WaitAsync(Patience, Cancel));
        var second = Task.Run(
            () => client.Kernel.AskForInput(request, new InputRequest("?", false), CancellationToken.None),
            Cancel);
        client.Next(id);
        Reply("yes");
        Assert.Equal("yes", await second.WaitAsync(Patience, Cancel));
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private void Reply(string value) => client.Send("input_reply", new() { ["value"] = value }, JupyterChannel.Stdin);

    private (string Id, Request Request) Request()
    {
        var (id, frames) = client.Write("execute_request", ProtocolClient.Code("1"));
        return (id, new(JupyterChannel.Shell, new WireFormat(ProtocolClient.Key).Read(frames, out _)!, 1));
    }
}
