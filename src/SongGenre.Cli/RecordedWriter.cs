using System.Text;
using SongGenre.Tracking;

namespace SongGenre.Cli;

/// <summary>Writes on, and puts every whole line on a run's record. Safe for any number of threads.</summary>
/// <param name="inner">Where it writes.</param>
/// <param name="run">The run.</param>
/// <param name="isError">Whether it is standard error.</param>
internal sealed class RecordedWriter(TextWriter inner, TrackedRun run, bool isError) : TextWriter
{
    private readonly StringBuilder _line = new();

    public override Encoding Encoding => inner.Encoding;

    private bool IsTerminal =>
        (inner == Console.Out && !Console.IsOutputRedirected) || (inner == Console.Error && !Console.IsErrorRedirected);

    private TextWriter Inner => inner;

    /// <summary>
    /// Where to show what moves: the terminal itself, if the writer leads there; its moves are not for the record.
    /// </summary>
    public static TextWriter Screen(TextWriter writer) =>
        writer is RecordedWriter { IsTerminal: true } recorded ? recorded.Inner : writer;

    /// <summary>Puts a line on record that was shown in another way.</summary>
    public static void Note(TextWriter writer, string line)
    {
        if (writer is RecordedWriter recorded) recorded.Keep(line + "\n");
    }

    public override void Write(char value) => Write(value.ToString());

    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    public override void Write(string? value)
    {
        lock (_line)
        {
            inner.Write(value);
            Keep(value ?? "");
        }
    }

    public override void WriteLine() => Write(inner.NewLine);

    public override void WriteLine(string? value) => Write(value + inner.NewLine);

    public override void Flush() => inner.Flush();

    protected override void Dispose(bool disposing)
    {
        lock (_line)
        {
            if (_line.Length > 0) run.Output(_line.ToString(), isError);
            _line.Clear();
        }

        base.Dispose(disposing);
    }

    private void Keep(string text)
    {
        lock (_line)
        {
            var end = text.LastIndexOf('\n') + 1;
            if (end > 0)
            {
                run.Output(_line.Append(text, 0, end).ToString().ReplaceLineEndings("\n"), isError);
                _line.Clear();
            }

            _line.Append(text, end, text.Length - end);
        }
    }
}
