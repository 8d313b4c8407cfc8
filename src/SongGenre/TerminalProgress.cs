using System.Text;

namespace SongGenre;

/// <summary>A terminal's line that is written over. It never fills the window's width, where it would be two.</summary>
/// <param name="terminal">The terminal.</param>
/// <param name="width">The window's width in characters at the moment.</param>
internal sealed class TerminalProgress(TextWriter terminal, Func<int> width) : IProgressFace
{
    private const int Bar = 20;

    private readonly (char Done, char Left) _marks = IsUnicode(terminal.Encoding) ? ('█', '░') : ('#', '.');
    private int _length;

    /// <summary>The width of the console's window; 80 where it has none.</summary>
    public static int WindowWidth()
    {
        const int Unknown = 80;
        try
        {
            return Console.WindowWidth is > 1 and var known ? known : Unknown;
        }
        catch (Exception e) when (e is IOException or PlatformNotSupportedException)
        {
            return Unknown;
        }
    }

    public void Show(ProgressState state, string? timeLeft)
    {
        var done = (int)(state.Share * Bar);
        var text = state.Text(timeLeft);
        var bar = new string(_marks.Done, done) + new string(_marks.Left, Bar - done) + " ";
        Write(bar.Length + text.Length < width() ? bar + text : text);
    }

    public void End(ProgressState state)
    {
        Write(state.Summary);
        terminal.WriteLine();
    }

    private void Write(string line)
    {
        var most = Math.Max(width() - 1, 1);
        if (line.Length > most) line = line[..most];
        // What is beyond the window's edge has moved to other rows when the window was made smaller.
        terminal.Write("\r" + line.PadRight(Math.Min(_length, most)));
        _length = line.Length;
    }

    private static bool IsUnicode(Encoding encoding) =>
        encoding.WebName.StartsWith("utf-", StringComparison.OrdinalIgnoreCase);
}
