using System.Globalization;
using SongGenre.Data;

namespace SongGenre.Cli;

/// <summary>A download's progress: a bar that moves on a terminal, nothing elsewhere; and the lines between.</summary>
/// <param name="log">Where the lines go.</param>
/// <param name="live">Whether that is a terminal.</param>
internal sealed class DownloadBar(TextWriter log, bool live) : IProgress<DownloadProgress>, IDisposable
{
    private readonly Lock _gate = new();
    private bool _shown;

    public DownloadBar(TextWriter log)
        : this(log, log == Console.Error && !Console.IsErrorRedirected)
    {
    }

    public void Report(DownloadProgress value)
    {
        if (!live) return;
        const int Width = 40;
        var share = value.Total > 0 ? Math.Clamp((double)value.Received / value.Total, 0, 1) : 0;
        var done = (int)(share * Width);
        var size = string.Create(CultureInfo.InvariantCulture, $"{value.Received / 1024,6} of {value.Total / 1024} KB");
        lock (_gate)
        {
            log.Write($"\r{new string('█', done)}{new string('░', Width - done)} {size}");
            _shown = true;
        }
    }

    /// <summary>Writes a line of its own below the bar.</summary>
    public void WriteLine(string line)
    {
        lock (_gate)
        {
            EndBar();
            log.WriteLine(line);
        }
    }

    public void Dispose() => EndBar();

    private void EndBar()
    {
        if (_shown) log.WriteLine();
        _shown = false;
    }
}
