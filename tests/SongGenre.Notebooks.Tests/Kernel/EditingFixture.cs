using SongGenre.Notebooks.Kernel;

namespace SongGenre.Notebooks.Tests.Kernel;

/// <summary>A kernel that is asked about code in which ^ marks the place.</summary>
public abstract class EditingFixture : KernelFixture
{
    protected Task<CompletionList> Complete(string marked) =>
        Kernel.CompleteAsync(Unmarked(marked), Place(marked), TestContext.Current.CancellationToken);

    protected async Task<List<string>> Texts(string marked) => [.. (await Complete(marked)).Entries.Select(entry => entry.Text)];

    protected async Task<string> Kind(string marked, string text) =>
        (await Complete(marked)).Entries.Single(entry => entry.Text == text).Kind;

    protected Task<Inspection?> Inspect(string marked) =>
        Kernel.InspectAsync(Unmarked(marked), Place(marked), TestContext.Current.CancellationToken);

    protected async Task<string> Plain(string marked)
    {
        var inspection = await Inspect(marked);
        Assert.NotNull(inspection);
        return inspection.PlainText;
    }

    private static string Unmarked(string marked) => marked.Remove(Place(marked), 1);

    private static int Place(string marked) => marked.IndexOf('^', StringComparison.Ordinal);
}
