using SongGenre.Notebooks.Documents;

namespace SongGenre.Notebooks.Runner;

/// <summary>Saves a notebook now and then while a cell adds to it, for machines that are lost.</summary>
internal sealed class Autosave : IAsyncDisposable
{
    private readonly CancellationTokenSource over = new();
    private readonly Lock gate = new();
    private readonly Task saving;
    private bool isChanged;

    /// <summary>Begins to save.</summary>
    /// <param name="output">The file.</param>
    /// <param name="notebook">The notebook; from now on it is changed by <see cref="Change"/> alone.</param>
    /// <param name="interval">How often; nothing is written where nothing has changed.</param>
    public Autosave(string output, Notebook notebook, TimeSpan interval) =>
        saving = SaveAsync(output, notebook, interval);

    /// <summary>Changes the notebook while nothing saves it.</summary>
    public void Change(Action change)
    {
        lock (gate)
        {
            change();
            isChanged = true;
        }
    }

    /// <summary>Ends the saving; the notebook is the caller's again.</summary>
    public async ValueTask DisposeAsync()
    {
        await over.CancelAsync();
        await saving;
        over.Dispose();
    }

    private async Task SaveAsync(string output, Notebook notebook, TimeSpan interval)
    {
        using var timer = new PeriodicTimer(interval);
        try
        {
            while (await timer.WaitForNextTickAsync(over.Token)) Save(output, notebook);
        }
        catch (OperationCanceledException)
        {
            // The cell has ended.
        }
    }

    private void Save(string output, Notebook notebook)
    {
        lock (gate)
        {
            if (!isChanged) return;
            isChanged = false;
            try
            {
                NotebookFile.Write(output, notebook);
            }
            catch (NotebookException)
            {
                // A full disk may have room again when the cell has ended; that save tells.
            }
        }
    }
}
