namespace SongGenre;

/// <summary>A terminal's line that is written over.</summary>
internal sealed class TerminalProgress(TextWriter terminal) : IProgressFace
{
    private const int Width = 20;

    private int _length;

    public void Show(ProgressState state, string? timeLeft)
    {
        var done = (int)(state.Share * Width);
        Write($"{new string('█', done)}{new string('░', Width - done)} {state.Text(timeLeft)}");
    }

    public void End(ProgressState state)
    {
        Write(state.Summary);
        terminal.WriteLine();
    }

    private void Write(string line)
    {
        terminal.Write("\r" + line.PadRight(_length));
        _length = line.Length;
    }
}
