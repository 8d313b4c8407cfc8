namespace SongGenre.Notebooks.Tests.Reports;

/// <summary>One browser for the tests of a class: starting it costs more than what a test does with it.</summary>
public sealed class SharedBrowser : IAsyncDisposable
{
    private Browser? browser;

    /// <summary>The browser without a complaint; the first test starts it, or is skipped when there is none.</summary>
    public async Task<Browser> GetAsync()
    {
        browser ??= await Browser.StartAsync();
        browser.Complaints.Clear();
        return browser;
    }

    public ValueTask DisposeAsync() => browser?.DisposeAsync() ?? ValueTask.CompletedTask;
}
