namespace SongGenre;

/// <summary>The wish of whoever runs a notebook that its running cell end, as the notebook's kernel makes it known.</summary>
internal static class Interruption
{
    /// <summary>Fires when the cell is to end soon and keep what it has; never outside a notebook.</summary>
    public static CancellationToken Token => AppContext.GetData("Notebook.Interrupt") is CancellationToken token ? token : default;
}
