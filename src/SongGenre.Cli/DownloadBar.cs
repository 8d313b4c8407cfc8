using SongGenre.Data;

namespace SongGenre.Cli;

/// <summary>A download's progress: a bar that moves on a terminal, nothing elsewhere.</summary>
internal sealed class DownloadBar : IProgress<DownloadProgress>, IDisposable
{
    private readonly bool _live = !Console.IsErrorRedirected;
    private bool _shown;

    public void Report(DownloadProgress value)
    {
        if (!_live) return;
        const int Width = 40;
        var share = value.Total > 0 ? Math.Clamp((double)value.Received / value.Total, 0, 1) : 0;
        var done = (int)(share * Width);
        Console.Error.Write($"\r{new string('█', done)}{new string('░', Width - done)} {value.Received / 1024,6} KB");
        _shown = true;
    }

    public void Dispose()
    {
        if (_shown) Console.Error.WriteLine();
    }
}
